// The program's own table of routes (`buckstop dev routes`), for tests that walk all of them.

import { execFileSync } from 'node:child_process';
import { program } from './desk.ts';

export interface Route {
  method: string;
  path: string;
  who: 'anybody' | 'colleague' | 'customer' | 'mailbox';
  right: string;
  once: boolean;
}

export function routes(): Route[] {
  return execFileSync(program, ['dev', 'routes'], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line) => {
      const found = /^(\S+) (\S+) (\S+) "([^"]*)"( once)?$/.exec(line);
      if (!found) throw new Error(`not a route: ${line}`);
      return { method: found[1]!, path: found[2]!, who: found[3] as Route['who'], right: found[4]!, once: found[5] !== undefined };
    });
}

/** A token of the right form that opens nothing. */
export const noToken = 'a'.repeat(52);

export function fill(path: string, ids: Record<string, number | string> = {}): string {
  return path.replace('{token}', String(ids.token ?? noToken)).replace('{id}', String(ids[path.split('/')[3] ?? ''] ?? ids.id ?? 999_999));
}
