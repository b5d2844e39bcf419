// Lets system calls of a desk's processes fail, through the library of tests/crash/failing_calls.c.

import { closeSync, ftruncateSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { program } from './desk.ts';

/** In the order of enum call. */
const calls = [
  'accept', 'close', 'connect', 'fcntl lock', 'fdatasync', 'fsync', 'ftruncate', 'getaddrinfo', 'link', 'mmap', 'open', 'poll', 'pread', 'pthread_create', 'pwrite', 'read', 'recv', 'rename', 'send', 'sendmsg', 'socket', 'socketpair', 'spawn', 'unlink', 'write',
] as const;
export type Call = (typeof calls)[number];

export interface Failure {
  call: Call;
  /** short: it does less than it was asked for. */
  by: 'short' | 'EAGAIN' | 'ECONNREFUSED' | 'ECONNRESET' | 'EINTR' | 'EIO' | 'EMFILE' | 'ENOLCK' | 'ENOMEM' | 'ENOSPC' | 'ETIMEDOUT';
  /** The call is made, and the caller hears that it failed. */
  made?: boolean;
  /** How many in a row fail; else one. */
  times?: number;
}

export const nameOf = ({ call, by, made, times }: Failure): string => `${call} ${by}${made ? ' though made' : ''}${times ? ` ${times} times` : ''}`;

/** Which pass fails: every one at first, then fewer, since what comes late is mostly a loop. */
export const passes = [1, 2, 3, 4, 5, 6, 8, 11, 16, 24, 40, 70];

/** struct plan: a name, then numbers. */
const nameBytes = 16;
const field = { armed: 0, call: 1, at: 2, times: 3, error: 4, made: 5, passes: 6, failures: 7 };
const numbers = Object.keys(field).length;

export class FailingCalls {
  /** For the program's environment. */
  readonly env: Record<string, string>;
  private readonly folder = mkdtempSync(join(tmpdir(), 'buckstop-calls-'));
  private readonly file: number;

  constructor() {
    const path = join(this.folder, 'plan');
    this.file = openSync(path, 'w+', 0o600);
    ftruncateSync(this.file, nameBytes + numbers * 4);
    this.env = {
      LD_PRELOAD: join(dirname(program), 'tests/crash/libfailing-calls.so'),
      FAILING_CALLS: path,
      ASAN_OPTIONS: `${process.env.ASAN_OPTIONS ?? ''}:verify_asan_link_order=0`,
    };
  }

  /** From now on, and until `end`, pass AT of a call of the processes of this name ('': of any) fails. */
  begin(name: string, { call, by, made, times }: Failure, at: number): void {
    const plan = new Int32Array(numbers);
    plan[field.call] = calls.indexOf(call);
    plan[field.at] = at;
    plan[field.times] = times ?? 1;
    plan[field.error] = by === 'short' ? 0 : constants.errno[by];
    plan[field.made] = made ? 1 : 0;
    writeSync(this.file, Buffer.from(name.padEnd(nameBytes, '\0')), 0, nameBytes, 0);
    this.write(plan);
    this.write(Int32Array.of(1));
  }

  /** How many calls have failed. */
  end(): number {
    this.write(Int32Array.of(0));
    return this.failures();
  }

  failures(): number {
    const plan = new Int32Array(numbers);
    readSync(this.file, new Uint8Array(plan.buffer), 0, numbers * 4, nameBytes);
    return plan[field.failures]!;
  }

  private write(values: Int32Array): void {
    writeSync(this.file, new Uint8Array(values.buffer), 0, values.byteLength, nameBytes);
  }

  close(): void {
    closeSync(this.file);
    rmSync(this.folder, { recursive: true });
  }
}
