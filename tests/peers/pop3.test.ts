// Mail fetched by POP3 from Dovecot: new mails by their unique ids, removal after the keep-window (E11), kills (F-01).

import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { eventually, mailbox, startDesk, type Desk } from '../lib/desk.ts';
import { mailOf } from '../lib/lmtp.ts';
import { missing, secret, startPeers, type Peers } from './peers.ts';

const skip = missing();
const customer = 'tomas@example.org';
let peers: Peers;

before(async () => {
  if (!skip) peers = await startPeers();
});
after(() => peers?.end());

async function send(box: string, ...names: string[]): Promise<void> {
  const there = peers.files(box).length;
  for (const subject of names) peers.send(mailOf({ subject, from: customer, to: mailbox, text: `It cracked.\r\n.\r\n..two dots` }), customer, box);
  await eventually('the mails in Dovecot', () => peers.files(box).length === there + names.length || undefined);
}

function fetchFrom(desk: Desk, box: string, url: (user: string) => string, password: string, ...more: string[]): void {
  const file = join(desk.data, 'pop3-password');
  writeFileSync(file, `${password}\n`);
  desk.run('mailbox', 'fetch', mailbox, '--from', url(encodeURIComponent(box)), '--password-file', file, ...more);
}

async function subjects(desk: Desk): Promise<string[]> {
  const amara = await desk.signIn();
  return (await amara.get('/api/v1/tickets?limit=100')).body.tickets.map((ticket: { subject: string }) => ticket.subject).sort();
}
const arrived = (desk: Desk, ...wanted: string[]) =>
  eventually(wanted.join(), async () => {
    const there = await subjects(desk);
    return wanted.every((subject) => there.includes(subject)) || undefined;
  });

for (const [what, url] of [
  ['TLS', (user: string) => `pop3s://${user}@127.0.0.1:${peers.pop3s}`],
  ['no TLS, on this machine', (user: string) => `pop3://${user}@127.0.0.1:${peers.pop3}`],
] as const) {
  test(`POP3 by ${what}: each mail is taken once, byte for byte, also after a restart, and stays on the server`, { skip }, async () => {
    const box = `${what.length}@desk.example`;
    await send(box, 'one', 'two');
    const desk = await startDesk({ env: { BUCKSTOP_MAIL_CA: peers.certificate }, prepare: (made) => fetchFrom(made, box, url, secret) });
    try {
      await arrived(desk, 'one', 'two');
      await desk.stop();
      await send(box, 'three');
      await desk.start();
      await arrived(desk, 'three');
      assert.deepEqual(await subjects(desk), ['one', 'three', 'two']);
      const taken = desk.log.split('\n').filter((line) => line.includes('mail.taken'));
      assert.equal(taken.length, 3, 'a mail was fetched twice');
      assert.equal(peers.files(box).length, 3);
      const amara = await desk.signIn();
      const row = (await amara.get('/api/v1/tickets')).body.tickets.find((one: { subject: string }) => one.subject === 'one');
      const { body: ticket } = await amara.get(`/api/v1/tickets/${row.id}`);
      const raw = await (await fetch(`${desk.url}/api/v1/messages/${ticket.messages[0].id}/raw`, { headers: { cookie: amara.cookie } })).text();
      const stored = peers.mails(box).find((mail) => mail.includes('Subject: one'))!;
      assert.equal(raw.replaceAll('\r\n', '\n'), stored.replaceAll('\r\n', '\n'));
    } finally {
      await desk.end();
    }
  });
}

test('E11: POP3 mails go from the server once the keep-window is over, and only those that are stored', { skip }, async () => {
  const box = 'tidy@desk.example';
  const clock = join(tmpdir(), `buckstop-clock-${process.pid}-pop3`);
  await send(box, 'old');
  const desk = await startDesk({
    env: { BUCKSTOP_MAIL_CA: peers.certificate, BUCKSTOP_CLOCK: clock },
    prepare: (made) => fetchFrom(made, box, (user) => `pop3s://${user}@127.0.0.1:${peers.pop3s}`, secret, '--afterwards', 'delete', '--keep', '7'),
  });
  try {
    await arrived(desk, 'old');
    await desk.stop();
    desk.moveClock('+8d');
    await send(box, 'young');
    await desk.start();
    await arrived(desk, 'young');
    await eventually('the removal', () => peers.files(box).length === 1 || undefined);
    assert.match(peers.mails(box)[0]!, /Subject: young/);
    assert.deepEqual(await subjects(desk), ['old', 'young']);
  } finally {
    await desk.end();
    rmSync(clock, { force: true });
  }
});

test('F-29: a password that POP3 refuses is told', { skip }, async () => {
  const desk = await startDesk({
    env: { BUCKSTOP_MAIL_CA: peers.certificate },
    prepare: (made) => fetchFrom(made, 'x@desk.example', (user) => `pop3s://${user}@127.0.0.1:${peers.pop3s}`, 'wrong'),
  });
  try {
    await eventually('the alarm', () => /the mail server does not take user and password/.test(desk.run('mailbox', 'list')) || undefined);
  } finally {
    await desk.end();
  }
});

for (const point of ['pop3.after_fetch', 'lmtp.before_commit', 'pop3.after_commit']) {
  test(`F-01: a kill at ${point} loses no mail and doubles none`, { skip }, async () => {
    const box = `${point}.pop3@desk.example`;
    await send(box, 'a', 'b', 'c');
    const desk = await startDesk({
      env: { BUCKSTOP_FAULT: `${point}:kill:2`, BUCKSTOP_MAIL_CA: peers.certificate },
      prepare: (made) => fetchFrom(made, box, (user) => `pop3://${user}@127.0.0.1:${peers.pop3}`, secret),
    });
    try {
      await arrived(desk, 'a', 'b', 'c');
      assert.deepEqual(await subjects(desk), ['a', 'b', 'c']);
      assert.match(desk.log, /supervisor\.ended/);
    } finally {
      await desk.end();
    }
  });
}
