// Mail in and out through real servers: Postfix and Dovecot, with msmtp as the customer's program.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { admin, eventually, mailbox, startDesk, type Desk } from '../lib/desk.ts';
import { mailOf } from '../lib/lmtp.ts';
import { missing, secret, startPeers, type Peers } from './peers.ts';

const skip = missing();
const customer = 'tomas@example.org';
let peers: Peers;
let desk: Desk;

before(async () => {
  if (skip) return;
  peers = await startPeers();
  desk = await startDesk({
    env: {
      BUCKSTOP_SMTP: `smtp://127.0.0.1:${peers.smtp}`,
      BUCKSTOP_MAIL_CA: peers.certificate,
      BUCKSTOP_RECEIPT_AFTER: '3600',
    },
    prepare: (made) => {
      const file = join(made.data, 'imap-password');
      writeFileSync(file, `${secret}\n`);
      made.run('mailbox', 'fetch', mailbox, '--from', `imaps://${encodeURIComponent(mailbox)}@127.0.0.1:${peers.imaps}/INBOX`, '--password-file', file);
    },
  });
});
after(async () => {
  await desk?.end();
  peers?.end();
});

async function ticketOf(subject: string): Promise<any> {
  const amara = await desk.signIn();
  return eventually(`a ticket "${subject}"`, async () => {
    const { body } = await amara.get('/api/v1/tickets?limit=100');
    return body.tickets.find((ticket: { subject: string }) => ticket.subject === subject);
  });
}

test('a mail sent to Postfix is fetched from Dovecot by IMAP within a second or two, and marked as seen', { skip }, async () => {
  peers.send(mailOf({ subject: 'fetched', from: customer, to: mailbox }), customer, mailbox);
  const ticket = await ticketOf('fetched');
  assert.ok(ticket.owner_name);
  await eventually('the mark', () => peers.files(mailbox).some((name) => name.endsWith('S')) || undefined);
});

test('IDLE: the next mail comes without another look', { skip }, async () => {
  const start = Date.now();
  peers.send(mailOf({ subject: 'while idle', from: customer, to: mailbox }), customer, mailbox);
  await ticketOf('while idle');
  assert.ok(Date.now() - start < 8_000, 'that was a poll, not IDLE');
});

test('G2, F-26: a mail that comes by IMAP and by LMTP is one', { skip }, async () => {
  const mail = mailOf({ subject: 'twice', from: customer, to: mailbox });
  assert.match(await desk.deliver(mail), /^250/);
  peers.send(mail, customer, mailbox);
  peers.send(mailOf({ subject: 'behind it', from: customer, to: mailbox }), customer, mailbox);
  await ticketOf('behind it');
  const amara = await desk.signIn();
  const { body } = await amara.get('/api/v1/tickets?limit=100');
  assert.equal(body.tickets.filter((ticket: { subject: string }) => ticket.subject === 'twice').length, 1);
});

test('F-28: Dovecot goes away and comes back; mail that came meanwhile is fetched', { skip }, async () => {
  await peers.stopDovecot();
  peers.send(mailOf({ subject: 'meanwhile', from: customer, to: mailbox }), customer, mailbox);
  await peers.startDovecot();
  execFileSync('/usr/sbin/postqueue', ['-c', join(peers.root, 'postfix'), '-f']);
  await ticketOf('meanwhile');
});

test('an answer leaves through Postfix over STARTTLS and lies in the customer\'s mailbox; the reply joins the ticket', { skip }, async () => {
  const amara = await desk.signIn();
  const ticket = await ticketOf('fetched');
  const { body: read } = await amara.get(`/api/v1/tickets/${ticket.id}`);
  const answer = { kind: 'reply', text: 'Dear Tomas,\n\n.it will be ready *soon*.\n\nAmara', version: read.version, promises: [], kept: [], propose: false, wait: true };
  const said = await amara.post(`/api/v1/tickets/${ticket.id}/messages`, answer, { 'idempotency-key': 'answer one' });
  assert.equal(said.status, 201, JSON.stringify(said.body));
  const mail = await eventually('the answer', () => peers.mails(customer).find((each) => each.includes('it will be ready')));
  assert.match(mail, /by mx\.tests\.example \(Postfix\) with ESMTPS/); // S: over TLS
  const replyTo = /^Reply-To: (.*)$/m.exec(mail)![1]!;
  const id = /^Message-ID: (<.*>)$/m.exec(mail)![1]!;
  await eventually('the mark "sent"', async () => {
    const { body } = await amara.get(`/api/v1/tickets/${ticket.id}`);
    return body.messages.some((message: { state: string }) => message.state === 'sent') || undefined;
  });
  assert.match(await desk.deliver(mailOf({ subject: 'Re: fetched', from: customer, to: replyTo, text: 'When is soon?', more: [`In-Reply-To: ${id}`] }), replyTo), /^250/);
  const { body: after } = await amara.get(`/api/v1/tickets/${ticket.id}`);
  assert.ok(after.messages.some((message: { text: string }) => message.text.includes('When is soon?')));
});

test('Postfix hands mail over by LMTP; a reply to the answer finds its way by what stands behind the plus', { skip }, async () => {
  peers.handOver(mailbox, desk.lmtp);
  peers.send(mailOf({ subject: 'handed over', from: customer, to: mailbox }), customer, mailbox);
  const ticket = await ticketOf('handed over');
  const amara = await desk.signIn();
  const { body: read } = await amara.get(`/api/v1/tickets/${ticket.id}`);
  const answer = { kind: 'reply', text: 'It is handed over.', version: read.version, promises: [], kept: [], propose: false, wait: true };
  assert.equal((await amara.post(`/api/v1/tickets/${ticket.id}/messages`, answer, { 'idempotency-key': 'answer two' })).status, 201);
  const mail = await eventually('the answer', () => peers.mails(customer).find((each) => each.includes('It is handed over')));
  const replyTo = /^Reply-To: (.*)$/m.exec(mail)![1]!;
  assert.match(replyTo, /\+/);
  peers.send(mailOf({ subject: 'Re: handed over', from: customer, to: replyTo, text: 'Thank you, and when?' }), customer, replyTo);
  await eventually('the reply', async () => {
    const { body } = await amara.get(`/api/v1/tickets/${ticket.id}`);
    return body.messages.some((message: { text: string }) => message.text.includes('and when?')) || undefined;
  });
  assert.ok(!peers.mails(mailbox).some((each) => each.includes('handed over')), 'it came by IMAP');
});

test('F-29: a refused password raises an alarm and harms nobody else', { skip }, async () => {
  desk.run('team', 'add', 'Sales', '--steward', admin, '--mailbox', 'sales@desk.example');
  const file = join(desk.data, 'wrong-password');
  writeFileSync(file, 'not it\n');
  desk.run('mailbox', 'fetch', 'sales@desk.example', '--from', `imaps://sales@127.0.0.1:${peers.imaps}/INBOX`, '--password-file', file);
  await eventually('the alarm', () => /sales@desk\.example\t.*\tthe mail server does not take/.test(desk.run('mailbox', 'list')) || undefined);
  peers.send(mailOf({ subject: 'still fetched', from: customer, to: mailbox }), customer, mailbox);
  await ticketOf('still fetched');
});

test('RFC 3461: Postfix is asked for reports, says who got it, and a blind copy stands in no header', { skip }, async () => {
  peers.handOver(mailbox, desk.lmtp);
  peers.send(mailOf({ subject: 'for three', from: customer, to: mailbox }), customer, mailbox);
  const ticket = await ticketOf('for three');
  const amara = await desk.signIn();
  const { body: read } = await amara.get(`/api/v1/tickets/${ticket.id}`);
  const answer = { kind: 'reply', text: 'It goes to three.', version: read.version, wait: true, cc: [{ address: 'boss@example.org', name: '' }], bcc: [{ address: 'law@example.net' }] };
  assert.equal((await amara.post(`/api/v1/tickets/${ticket.id}/messages`, answer)).status, 201);
  const copies = await eventually('three copies', () => {
    const found = [customer, 'boss@example.org', 'law@example.net'].flatMap((address) => peers.mails(address).filter((each) => each.includes('It goes to three.')));
    return found.length === 3 ? found : undefined;
  });
  assert.ok(copies.every((mail) => !/^(To|Cc|Bcc|Subject):.*law@/im.test(mail)));
  assert.equal(new Set(copies.map((mail) => /^Message-ID: (.*)$/im.exec(mail)![1])).size, 1);
  const told = await eventually('reports of all three deliveries', async () => {
    const { body } = await amara.get(`/api/v1/tickets/${ticket.id}`);
    const message = body.messages.find((each: { text: string }) => each.text.includes('It goes to three.'));
    return message.delivered_ms ? { body, message } : undefined;
  });
  await eventually('the end of one connection for all three', () => /disconnect from .* mail=3 rcpt=3 data=3 rset=2 quit=1/.test(peers.log) || undefined);
  assert.ok(told.message.recipients.every((each: { delivered_ms: number | null }) => each.delivered_ms));
  assert.ok(!told.body.messages.some((each: { automatic: string }) => each.automatic === 'bounce'), 'good news stands among the messages');
});
