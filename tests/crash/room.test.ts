// No room to write, or nobody who writes: the way in says "later", and what comes later is taken once (F-09, F-37).

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { eventually, postgres, psql, startDesk, type Desk } from '../lib/desk.ts';
import { holds, subjects } from '../lib/ledger.ts';
import { mailOf } from '../lib/lmtp.ts';
import { ask, type Session } from '../lib/session.ts';

const run = (command: string, ...args: string[]): boolean => spawnSync(command, args).status === 0;

/** A disk of 4 MiB for a test; undefined where this user may not mount one. */
function smallDisk(): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'buckstop-disk-'));
  if (run('mount', '-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', folder)) return folder;
  rmdirSync(folder);
  return undefined;
}

function fill(disk: string): string {
  const file = join(disk, 'others');
  const { bavail, bsize } = statfsSync(disk);
  writeFileSync(file, Buffer.alloc(bavail * bsize));
  return file;
}

const problem = (subject: string): { subject: string; text: string; customer_address: string; customer_name: string; channel: string } => ({
  subject,
  text: 'It cracked.',
  customer_address: 'ana@example.org',
  customer_name: 'Ana',
  channel: 'phone',
});

/** The same mail again, as mail servers do, until it is taken. */
async function taken(desk: Desk, mail: string): Promise<void> {
  const said = await eventually('the mail to be taken', async () => {
    const answer = await desk.deliver(mail);
    return answer.startsWith('4') ? undefined : answer;
  });
  assert.match(said, /^250 /);
}

test('F-09: on a full disk mail is put off and pages are read; with room again all goes on, once', async (t) => {
  const disk = smallDisk();
  if (!disk) return t.skip('needs the right to mount');
  const desk = await startDesk({ folder: disk, onPostgres: false });
  try {
    await taken(desk, mailOf({ subject: 'before' }));
    const amara = await desk.signIn();
    const others = fill(disk);

    const mail = mailOf({ from: 'eve@example.org', subject: 'meanwhile', text: 'It cracked. '.repeat(4000) });
    for (let n = 0; n < 3; n++) assert.match(await desk.deliver(mail), /^452 4\.3\.1 /);
    const made = await amara.post('/api/v1/tickets', problem('by phone'), { 'idempotency-key': 'by phone' });
    assert.equal(made.status, 507, JSON.stringify(made.body));
    assert.deepEqual(await subjects(amara), ['before']);
    const ready = await ask(desk.url, 'GET', '/ready');
    assert.equal(ready.status, 503);
    assert.match(JSON.stringify(ready.body), /no space is left/);

    rmSync(others);
    await taken(desk, mail);
    assert.equal((await ask(desk.url, 'GET', '/ready')).status, 200);
    assert.equal((await amara.post('/api/v1/tickets', problem('by phone'), { 'idempotency-key': 'by phone' })).status, 201);
    assert.deepEqual(await subjects(amara), ['before', 'by phone', 'meanwhile']);
    await eventually('a receipt for each mail', () => desk.outbox().length === 2 || undefined);
    holds(desk);
  } finally {
    await desk.end();
    run('umount', disk);
    rmdirSync(disk);
  }
});

test('F-37: while the database is away mail is put off; when it is back the mail is taken once', { skip: !postgres && 'needs PostgreSQL' }, async () => {
  const desk = await startDesk({ onPostgres: true });
  try {
    await taken(desk, mailOf({ subject: 'before' }));
    const amara = await desk.signIn();
    psql(`ALTER DATABASE "${desk.database}" ALLOW_CONNECTIONS false`);
    psql(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${desk.database}'`);

    const mail = mailOf({ from: 'eve@example.org', subject: 'meanwhile' });
    for (let n = 0; n < 3; n++) assert.match(await desk.deliver(mail), /^451 4\.3\.0 /);
    assert.ok([502, 503].includes((await ask(desk.url, 'GET', '/ready')).status));

    psql(`ALTER DATABASE "${desk.database}" ALLOW_CONNECTIONS true`);
    await taken(desk, mail);
    assert.deepEqual(await subjects(amara), ['before', 'meanwhile']);
    await eventually('a receipt for each mail', () => desk.outbox().length === 2 || undefined);
    holds(desk);
  } finally {
    await desk.end();
  }
});
