// A desk whose system calls fail, one at a time: each kind of failure at the first pass of its call, the second, the third …

import assert from 'node:assert/strict';
import { eventually, mailbox, startDesk, type Desk, type DeskOptions } from './desk.ts';
import { FailingCalls, nameOf, passes, type Failure } from './failing_calls.ts';
import { holds, processOf } from './ledger.ts';
import { mailOf } from './lmtp.ts';
import type { Session } from './session.ts';

export const onPostgres = process.env.BUCKSTOP_TEST_DB === 'postgres';

/** A disk that is full, broken or interrupted. PostgreSQL's files are its own. */
export const disk: Failure[] = onPostgres ? [] : [
  { call: 'pwrite', by: 'short' },
  { call: 'pwrite', by: 'EINTR' },
  { call: 'pwrite', by: 'ENOSPC' },
  { call: 'pwrite', by: 'EIO' },
  { call: 'fdatasync', by: 'ENOSPC' },
  { call: 'fdatasync', by: 'EIO' },
  { call: 'fdatasync', by: 'EIO', made: true },
  { call: 'pread', by: 'short' },
  { call: 'pread', by: 'EINTR' },
  { call: 'pread', by: 'EIO' },
  { call: 'fcntl lock', by: 'EINTR' },
  { call: 'fcntl lock', by: 'ENOLCK' },
  { call: 'ftruncate', by: 'EIO' },
];

/** A network that breaks off, and on PostgreSQL the way to the database. */
export const network: Failure[] = [
  { call: 'recv', by: 'EINTR' },
  { call: 'recv', by: 'ECONNRESET' },
  { call: 'send', by: 'short' },
  { call: 'send', by: 'EINTR' },
  { call: 'send', by: 'ECONNRESET' },
  { call: 'send', by: 'ECONNRESET', made: true },
  { call: 'connect', by: 'ECONNREFUSED' },
  { call: 'connect', by: 'ETIMEDOUT' },
  { call: 'getaddrinfo', by: 'EAGAIN' },
  { call: 'poll', by: 'EINTR' },
];

/** A machine that has nothing left: the same whatever the database. */
export const machine: Failure[] = onPostgres ? [] : [
  { call: 'socket', by: 'EMFILE' },
  { call: 'open', by: 'EMFILE' },
  { call: 'mmap', by: 'ENOMEM' },
  { call: 'close', by: 'EIO' },
  { call: 'pthread_create', by: 'EAGAIN' },
];

/** The rest of what came follows later; a server of edge-triggered connections may rightly wait for a new edge then. */
export const inPieces: Failure[] = [
  { call: 'recv', by: 'short' },
  { call: 'read', by: 'short' },
  { call: 'read', by: 'EINTR' },
];

/** What stands between a process and the one that reads mail for it: likewise. */
export const reading: Failure[] = onPostgres ? [] : [
  { call: 'sendmsg', by: 'short' },
  { call: 'sendmsg', by: 'EINTR' },
  { call: 'socketpair', by: 'EMFILE' },
  { call: 'spawn', by: 'EAGAIN' },
];

/** A mail that is like no other: a customer who writes too often would be taken for a storm (F-63). */
export function mailNamed(name: string, text?: string): string {
  const word = name.replace(/[ ,]+/g, '.');
  return mailOf({ subject: name, from: `${word}@customers.example`, to: mailbox, id: `${word}@example.org`, ...(text ? { text } : {}) });
}

/** The process of a command of the program. */
export const command = 'buckstop';

export class Walk {
  readonly calls = new FailingCalls();
  desk!: Desk;
  amara!: Session;

  async start(options: DeskOptions = {}): Promise<void> {
    this.desk = await startDesk({ ...options, env: { ...this.calls.env, ...options.env } });
    this.amara = await this.desk.signIn();
  }

  /** Ends the desk and serves it anew; how it has ended so far is looked at. */
  async startAnew(): Promise<void> {
    await this.desk.stop();
    this.endedWell();
    this.desk.log = '';
    await this.desk.start();
    this.amara = await this.desk.signIn();
  }

  /** No process has ended by a signal that it brought upon itself. */
  private endedWell(): void {
    assert.doesNotMatch(this.desk.log, /supervisor\.ended.*signal (?!9\b)/, this.desk.log);
  }

  /** Of a part of the desk, "web" or "post"; undefined for what nobody starts again. */
  private async find(process: string): Promise<number | undefined> {
    return process === command || process === '' ? undefined : eventually(`the process ${process}`, () => processOf(this.desk, process));
  }

  /** Plays for each failure and pass, each under a name of its own, while the calls of PROCESS ('': of any) fail; PREPARE is
   * called before they do. A failure is done with when a pass of it is not reached. Resolves with the names and how many calls
   * failed. */
  async run(process: string, failures: readonly Failure[], play: (name: string) => Promise<void>, prepare?: (name: string) => Promise<void>): Promise<{ names: string[]; failed: number }> {
    const names: string[] = [];
    let all = 0;
    for (const failure of failures) {
      for (const at of passes) {
        const name = `${nameOf(failure)} at ${at}`;
        const pid = await this.find(process);
        names.push(name);
        await prepare?.(name);
        this.calls.begin(process, failure, at);
        await play(name);
        const failed = this.calls.end();
        all += failed;
        // A part whose database failed ends and is started again, each time after a longer pause: this is quicker.
        if ((await this.find(process)) !== pid || this.desk.log.includes('db.broken')) await this.startAnew();
        if (failed === 0) break;
      }
    }
    return { names: names.sort(), failed: all };
  }

  async end(): Promise<void> {
    try {
      holds(this.desk);
      await this.desk.end();
      this.endedWell();
    } finally {
      await this.desk.end();
      this.calls.close();
    }
  }
}
