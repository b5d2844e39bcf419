// kill -9 of the post process at its system calls, one after the other, while mail comes in and goes out (F-01, F-02, F-06; G7): not only
// at the places that somebody thought of. What was acknowledged is there once, what was not comes again (E1 to E5, E11).

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { ImapServer, type FakeMail } from '../fakes/imap_server.ts';
import { Sink } from '../fakes/smtp_sink.ts';
import { eventually, mailbox, startDesk, type Desk } from '../lib/desk.ts';
import { holds, processOf, subjects } from '../lib/ledger.ts';
import { mailOf } from '../lib/lmtp.ts';
import { mailNamed } from '../lib/walk.ts';

const skip = process.env.BUCKSTOP_TEST_DB === 'postgres' ? 'the calls of SQLite are walked' : !existsSync('/usr/bin/strace') ? 'strace is not installed' : process.getuid?.() !== 0 ? 'strace needs root' : undefined;

/** Each by its name, at its first, second … call in one thread. */
const calls = ['recvfrom', 'sendto', 'write', 'pwrite64', 'fdatasync', 'poll', 'futex', 'mmap'];
const depths = [1, 2, 4];
const points = calls.flatMap((call) => depths.map((n) => ({ call, n })));

const isTraced = (pid: number): boolean => {
  try {
    return readdirSync(`/proc/${pid}/task`).every((task) => !/^TracerPid:\s+0$/m.test(readFileSync(`/proc/${pid}/task/${task}/status`, 'utf8')));
  } catch {
    return true; // it is dead already
  }
};

/** Plays until it is done or the post process was killed at one of its calls; then the desk is started anew, for the supervisor's
 * pauses grow with each kill. Resolves with whether there was one. */
async function withKill(desk: Desk, point: { call: string; n: number }, play: (isKilled: () => boolean) => Promise<void>): Promise<boolean> {
  const pid = await eventually('the post process', () => processOf(desk, 'post'));
  const tracer = spawn('strace', ['-f', '-qq', '-o', '/dev/null', '-e', `trace=${point.call}`, '-e', `inject=${point.call}:signal=KILL:when=${point.n}`, '-p', String(pid)], { stdio: 'ignore' });
  const ended = new Promise((resolve) => tracer.once('exit', resolve));
  await eventually('the tracer', () => isTraced(pid) || tracer.exitCode !== null || undefined);
  const isKilled = (): boolean => {
    try {
      return /^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
    } catch {
      return true;
    }
  };
  await play(isKilled);
  const killed = isKilled();
  tracer.kill('SIGKILL'); // it may wait for threads of a process that has been killed
  await ended;
  if (killed) {
    await desk.stop();
    await desk.start();
  }
  return killed;
}

const deliver = (desk: Desk, mail: string): Promise<string> => desk.deliver(mail).catch(() => 'nothing');

const names = points.map((point) => `${point.call} ${point.n}`).sort();

test('F-02: killed at any call while a mail comes by LMTP, none is lost and none doubled', { skip }, async () => {
  const desk = await startDesk();
  let kills = 0;
  try {
    for (const point of points) {
      const mail = mailNamed(`${point.call} ${point.n}`);
      let said = '';
      if (await withKill(desk, point, async () => void (said = await deliver(desk, mail)))) kills += 1;
      if (said.startsWith('250')) assert.ok((await subjects(await desk.signIn())).includes(`${point.call} ${point.n}`), 'acknowledged and gone');
      assert.match(await deliver(desk, mail), /^250 /); // a sender that heard nothing comes again
    }
    assert.deepEqual(await subjects(await desk.signIn()), names);
    assert.ok(kills >= points.length / 3, `only ${kills} kills`);
    holds(desk);
  } finally {
    await desk.end();
  }
});

test('F-01, E11: killed at any call while a mail is fetched by IMAP, none is lost, none doubled, none marked that is not here', { skip }, async () => {
  const server = new ImapServer();
  await server.start();
  const desk = await startDesk({
    prepare: (made) => {
      const file = join(made.data, 'imap-password');
      writeFileSync(file, 'x\n');
      made.run('mailbox', 'fetch', mailbox, '--from', `imap://help@127.0.0.1:${server.port}`, '--password-file', file);
    },
  });
  let kills = 0;
  try {
    for (const point of points) {
      const subject = `${point.call} ${point.n}`;
      const taken = async (mail: FakeMail): Promise<true | undefined> => {
        const seen = mail.flags.has('\\Seen');
        const there = (await subjects(await desk.signIn())).includes(subject);
        assert.ok(there || !seen, `${subject} is marked and not here`);
        return (there && seen) || undefined;
      };
      let mail: FakeMail | undefined;
      const killed = await withKill(desk, point, async (isKilled) => {
        mail = server.add(mailNamed(subject));
        await eventually(`"${subject}" or a kill`, async () => isKilled() || taken(mail!));
      });
      if (killed) kills += 1;
      await eventually(subject, () => taken(mail!));
    }
    assert.deepEqual(await subjects(await desk.signIn()), names);
    assert.ok(kills >= points.length / 4, `only ${kills} kills`);
    holds(desk);
  } finally {
    await desk.end();
    server.end();
  }
});

test('F-06, E3: killed at any call while an answer goes out, it goes, and every copy has the same Message-ID', { skip }, async () => {
  const sink = new Sink();
  const clock = join(tmpdir(), `buckstop-clock-${process.pid}-walk`);
  const desk = await startDesk({ env: { BUCKSTOP_SMTP: await sink.listen(), BUCKSTOP_SMTP_PLAIN: 'yes', BUCKSTOP_RECEIPT_AFTER: '86400', BUCKSTOP_CLOCK: clock } });
  const idOf = (mail: string): string => /^Message-ID: (.*)$/m.exec(mail)![1]!;
  let kills = 0;
  try {
    assert.match(await deliver(desk, mailOf({ subject: 'wheel' })), /^250 /);
    for (const point of points) {
      const text = `answer at ${point.call} ${point.n}.`;
      const amara = await desk.signIn();
      const row = (await amara.get('/api/v1/tickets')).body.tickets.find((one: { subject: string }) => one.subject === 'wheel');
      const path = `/api/v1/tickets/${row.id}`;
      const copies = (): string[] => sink.mails.filter((mail) => mail.includes(text));
      const killed = await withKill(desk, point, async (isKilled) => {
        const { body: ticket } = await amara.get(path);
        const said = await amara.post(`${path}/messages`, { kind: 'reply', text, version: ticket.version, promises: [], kept: [], propose: false, wait: true });
        assert.equal(said.status, 201, JSON.stringify(said.body));
        await eventually('a copy or a kill', () => copies().length > 0 || isKilled() || undefined);
      });
      if (killed) kills += 1;
      if (killed && copies().length === 0) desk.moveClock('+11m'); // its lease ends
      await eventually(text, () => copies().length > 0 || undefined);
      assert.equal(new Set(copies().map(idOf)).size, 1, text);
    }
    assert.ok(kills >= points.length / 4, `only ${kills} kills`);
    holds(desk);
  } finally {
    await desk.end();
    sink.close();
    rmSync(clock, { force: true });
  }
});
