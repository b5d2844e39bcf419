// What must hold after each fault, whatever it was, as it is seen from outside.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import type { Desk } from './desk.ts';
import type { Session } from './session.ts';

/** Of all tickets, sorted. */
export async function subjects(colleague: Session): Promise<string[]> {
  const all: string[] = [];
  let path: string | undefined = '/api/v1/tickets?limit=200';
  while (path) {
    const { body } = await colleague.get(path);
    all.push(...body.tickets.map((ticket: { subject: string }) => ticket.subject));
    path = body.next ? `/api/v1/tickets?limit=200&after=${encodeURIComponent(body.next)}` : undefined;
  }
  return all.sort();
}

/** I1 to I9 and the stored bytes (E4, E5), as `buckstop verify` sees them. */
export function holds(desk: Desk): void {
  const rows = JSON.parse(desk.run('verify', '--json')) as { rule: string; wrong: number }[];
  for (const row of rows) assert.equal(row.wrong, 0, row.rule);
}

/** The process of a part of the desk, "post" or "web"; undefined while it does not run. */
export function processOf(desk: Desk, part: string): number | undefined {
  const rows = spawnSync('ps', ['-o', 'pid=,stat=,comm=', '--ppid', String(desk.pid)], { encoding: 'utf8' }).stdout.trim().split('\n');
  const found = rows.map((row) => row.trim().split(/\s+/)).find(([, state, name]) => name === part && !state!.startsWith('Z'));
  return found && Number(found[0]);
}
