// Two nodes on one PostgreSQL, as programs: they fetch the same mailbox, take mail on two ports and send from one outbox
// (F-42; G2, G3, G18). Nothing is taken or sent twice, one that dies is followed by the other, and one that slept and woke
// finds that its word counts no more.

import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { ImapServer } from '../fakes/imap_server.ts';
import { Sink } from '../fakes/smtp_sink.ts';
import { Desk, eventually, mailbox, postgres, startDesk } from '../lib/desk.ts';
import { holds, processOf, subjects } from '../lib/ledger.ts';
import type { Session } from '../lib/session.ts';
import { mailNamed } from '../lib/walk.ts';

const skip = process.env.BUCKSTOP_TEST_DB !== 'postgres' || !postgres ? 'a desk on SQLite has one node (F-36)' : undefined;
const clock = join(tmpdir(), `buckstop-clock-${process.pid}-nodes`);
const server = new ImapServer();
const sink = new Sink();
const given: string[] = [];
let first: Desk;
let second: Desk;
let amara: Session;

/** Another node of the desk: a folder of its own, with the first one's key. */
async function joinDesk(desk: Desk): Promise<Desk> {
  const folder = mkdtempSync(join(tmpdir(), 'buckstop-node-'));
  const node = new Desk(join(folder, 'desk'), desk.env, folder);
  mkdirSync(node.data);
  for (const file of ['secret.key', 'desk.conf']) copyFileSync(join(desk.data, file), join(node.data, file));
  await node.start();
  return node;
}

before(async () => {
  if (skip) return;
  await server.start();
  first = await startDesk({
    env: { BUCKSTOP_SMTP: await sink.listen(), BUCKSTOP_SMTP_PLAIN: 'yes', BUCKSTOP_CLOCK: clock },
    prepare: (made) => {
      const file = join(made.data, 'imap-password');
      writeFileSync(file, 'x\n');
      made.run('mailbox', 'fetch', mailbox, '--from', `imap://help@127.0.0.1:${server.port}`, '--password-file', file);
    },
  });
  second = await joinDesk(first);
  amara = await first.signIn();
});

after(async () => {
  await second?.end();
  await first?.end();
  sink.close();
  server.end();
  rmSync(clock, { force: true });
});

/** By LMTP to both nodes in turn, and in the mailbox. */
async function bring(round: string, count: number, nodes: Desk[]): Promise<void> {
  for (let n = 0; n < count; n++) {
    const [posted, fetched] = [`${round} posted ${n}`, `${round} fetched ${n}`];
    given.push(posted, fetched);
    server.add(mailNamed(fetched));
    assert.match(await nodes[n % nodes.length]!.deliver(mailNamed(posted)), /^250 /);
  }
}

/** All that was brought is there once, is marked in the mailbox, and has one receipt. */
async function settled(desk: Desk, colleague: Session): Promise<void> {
  const wanted = [...given].sort();
  await eventually('all mails', async () => (await subjects(colleague)).length >= wanted.length || undefined);
  await eventually('all marks', () => server.mails.every((mail) => mail.flags.has('\\Seen')) || undefined);
  await eventually('all receipts', () => sink.mails.length >= wanted.length || undefined);
  assert.deepEqual(await subjects(colleague), wanted);
  const ids = sink.mails.map((mail) => /^Message-ID: (.*)$/m.exec(mail)![1]!);
  assert.equal(ids.length, wanted.length, 'a receipt was sent twice');
  assert.equal(new Set(ids).size, ids.length);
  holds(desk);
}

test('F-42, G2: two nodes take mail side by side, one of them fetches, and each receipt is sent once', { skip }, async () => {
  await bring('both', 6, [first, second]);
  await settled(first, amara);
  assert.equal(server.logins, 1, 'both nodes fetched');
});

test('F-42, G18: a node that sleeps is followed by the other, and changes nothing when it wakes', { skip }, async () => {
  const sleeper = processOf(first, 'post')!;
  process.kill(sleeper, 'SIGSTOP');
  try {
    first.moveClock('+2m'); // its leases end
    await bring('asleep', 4, [second]);
    await settled(second, amara);
    assert.equal(server.logins, 2, 'the other node did not take over');
  } finally {
    process.kill(sleeper, 'SIGCONT');
  }
  await bring('awake', 4, [first, second]);
  await settled(first, amara);
});

test('F-42, G18: a node that is killed is followed by the other, which loses and doubles nothing', { skip }, async () => {
  await bring('before', 4, [first, second]);
  for (const part of [second.pid, processOf(second, 'web')!, processOf(second, 'post')!]) process.kill(part, 'SIGKILL');
  await second.stop();
  first.moveClock('+12m'); // a mail that was being sent is free again
  await bring('after', 4, [first]);
  await eventually('all receipts', () => new Set(sink.mails.map((mail) => /^To: (.*)$/m.exec(mail)![1])).size >= given.length || undefined);
  const there = await eventually('all mails', async () => {
    const found = await subjects(await first.signIn());
    return found.length >= given.length ? found : undefined;
  });
  assert.deepEqual(there, [...given].sort());
  const ids = new Map<string, Set<string>>(); // what was being sent may have gone twice, as one mail
  for (const mail of sink.mails) {
    const [to, id] = [/^To: (.*)$/m.exec(mail)![1]!, /^Message-ID: (.*)$/m.exec(mail)![1]!];
    ids.set(to, (ids.get(to) ?? new Set()).add(id));
  }
  for (const [to, of] of ids) assert.equal(of.size, 1, to);
  holds(first);
});
