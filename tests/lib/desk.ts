// A desk of its own for one test file: the real program on ports that the kernel picks, in a folder that goes away.

import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { createInterface } from 'node:readline';
import { signIn, type Session } from './session.ts';
import { deliver } from './lmtp.ts';

export const program = process.env.BUCKSTOP ?? join(import.meta.dirname, '../../build/buckstop');

export const admin = 'amara@desk.example';
export const mailbox = 'help@desk.example';
export const password = 'a password for tests 1';

export interface DeskOptions {
  env?: Record<string, string>;
  /** Runs before the desk is served: more colleagues, a filled desk. */
  prepare?: (desk: Desk) => void;
  /** Another way to make the desk than an empty one: a command of the program, without --data. */
  make?: string[];
  /** Where the desk's folder is made, instead of in a temporary folder. */
  folder?: string;
  /** On PostgreSQL, whatever the run is on; needs the server that `postgres` names. */
  onPostgres?: boolean;
}

export class Desk {
  readonly data: string;
  readonly env: Record<string, string>;
  /** Its database's name on PostgreSQL. */
  readonly database: string | undefined;
  url = '';
  lmtp = '';
  /** What the program wrote to standard error, for a failing test. */
  log = '';
  private child: ChildProcess | undefined;
  private readonly temporary: string | undefined;

  /** TEMPORARY: a folder that goes away with the desk. */
  constructor(data: string, env: Record<string, string>, temporary?: string) {
    this.temporary = temporary;
    this.data = data;
    this.env = env;
    this.database = /\/([^/?]+)(\?|$)/.exec(env.BUCKSTOP_DATABASE ?? '')?.[1];
  }

  get host(): string {
    return new URL(this.url).host;
  }
  get port(): number {
    return Number(new URL(this.url).port);
  }
  /** The supervisor's process id. */
  get pid(): number {
    return this.child?.pid ?? 0;
  }

  /** Runs a command of the program on this desk and returns what it prints. */
  run(...args: string[]): string {
    return execFileSync(program, [...args, '--data', this.data], { env: this.env, encoding: 'utf8' });
  }

  addColleague(address: string, name: string, role: string, ...more: string[]): void {
    this.run('user', 'add', '--name', name, '--role', role, '--password-file', join(this.data, 'password'), ...more, address);
  }

  /** Moves the desk's clock: "+3d", "+2h". */
  moveClock(by: string): void {
    this.run('dev', 'clock', by);
  }

  async start(): Promise<void> {
    const child = spawn(program, ['serve', '--data', this.data], { env: this.env, stdio: ['ignore', 'pipe', 'pipe'] });
    this.child = child;
    child.stderr.setEncoding('utf8').on('data', (text: string) => (this.log += text));
    const line = await firstLine(child, () => this.log);
    this.url = `http://${/http=(\S+)/.exec(line)?.[1]}`;
    this.lmtp = /lmtp=(\S+)/.exec(line)?.[1] ?? '';
  }

  /** Ends the program as an administrator would, and returns its exit code. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    const child = this.child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return child?.exitCode ?? null;
    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
    child.kill(signal);
    return ended;
  }

  async end(): Promise<void> {
    await this.stop();
    rmSync(this.temporary ?? this.data, { recursive: true, force: true });
    // A process that a sanitizer ended is started again, and the test may have passed all the same.
    if (/Sanitizer|runtime error:/.test(this.log)) throw new Error(this.log);
  }

  signIn(address = admin, secret = password): Promise<Session> {
    return signIn(this.url, address, secret);
  }

  /** Hands a mail to the desk by LMTP; resolves with the answer of the last step. */
  deliver(mail: string, to = mailbox, from?: string): Promise<string> {
    return deliver(this.lmtp, mail, to, from);
  }

  /** Mails that left the desk, oldest first, as their bytes. */
  outbox(): string[] {
    const folder = join(this.data, 'outbox');
    return readdirSync(folder)
      .filter((name) => name.endsWith('.eml'))
      .sort()
      .map((name) => readFileSync(join(folder, name), 'utf8'));
  }
}

function firstLine(child: ChildProcess, log: () => string): Promise<string> {
  return new Promise((resolve, reject) => {
    createInterface({ input: child.stdout! }).once('line', resolve);
    child.once('exit', (code) => reject(new Error(`the desk ended with ${code}\n${log()}`)));
  });
}

/** The PostgreSQL server that tools/with-postgres.sh names, if there is one. */
export const postgres = process.env.BUCKSTOP_TEST_POSTGRES;

/** Speaks to that server, past the desk. */
export function psql(statement: string): void {
  execFileSync('psql', ['-qX', '-o', '/dev/null', postgres!, '-c', statement]);
}

/** With BUCKSTOP_TEST_DB=postgres each desk has a database of its own. */
function databaseOf(name: string, wanted: boolean): Record<string, string> {
  if (!postgres || !wanted) return {};
  psql(`CREATE DATABASE "${name}"`);
  return { BUCKSTOP_DATABASE: postgres.replace(/\/postgres(?=\?|$)/, `/${name}`) };
}

export async function startDesk(options: DeskOptions = {}): Promise<Desk> {
  const temporary = mkdtempSync(join(tmpdir(), 'buckstop-test-'));
  const data = join(options.folder ?? temporary, 'desk');
  const env = {
    PATH: process.env.PATH ?? '',
    BUCKSTOP_HTTP: '127.0.0.1:0',
    BUCKSTOP_LMTP: '127.0.0.1:0',
    BUCKSTOP_UNDO: '0',
    BUCKSTOP_RECEIPT_AFTER: '0',
    ...(process.env.BUCKSTOP_UI ? { BUCKSTOP_UI: process.env.BUCKSTOP_UI } : {}), // an app that is not built into the program yet
    ...databaseOf(basename(temporary).toLowerCase(), options.onPostgres ?? process.env.BUCKSTOP_TEST_DB === 'postgres'),
    ...options.env,
  };
  const desk = new Desk(data, env, temporary);
  const secret = join(temporary, 'password');
  writeFileSync(secret, password, { mode: 0o600 });
  const make = options.make ?? ['init', '--admin', admin, '--mailbox', mailbox, '--password-file', secret];
  desk.run(...make);
  writeFileSync(join(data, 'password'), password, { mode: 0o600 });
  options.prepare?.(desk);
  await desk.start();
  return desk;
}

/** Asks again until CHECK gives something, at most 10 seconds: for what another process does in its own time. */
export async function eventually<T>(what: string, check: () => Promise<T | undefined> | T | undefined): Promise<T> {
  const until = Date.now() + 10_000;
  for (;;) {
    const found = await check();
    if (found !== undefined && found !== false) return found;
    if (Date.now() > until) throw new Error(`waited in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
