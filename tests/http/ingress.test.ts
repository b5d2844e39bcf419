// Mails that a provider's webhook hands over (G1, G2).

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { admin, mailbox, startDesk, type Desk } from '../lib/desk.ts';
import { mailOf } from '../lib/lmtp.ts';

const other = 'sales@desk.example';
let desk: Desk;
let secret: string;
const secretOf = (printed: string): string => /Bearer (\S+)/.exec(printed)![1]!;

before(async () => {
  desk = await startDesk({ prepare: (made) => made.run('team', 'add', 'Sales', '--steward', admin, '--mailbox', other) });
  secret = secretOf(desk.run('mailbox', 'webhook', mailbox));
});
after(() => desk.end());

async function hand(mail: string | FormData, headers: Record<string, string> = { authorization: `Bearer ${secret}` }): Promise<{ status: number; body: any }> {
  const type: Record<string, string> = typeof mail === 'string' ? { 'content-type': 'message/rfc822' } : {};
  const answer = await fetch(`${desk.url}/api/v1/ingress`, { method: 'POST', headers: { ...type, ...headers }, body: mail });
  return { status: answer.status, body: await answer.json() };
}

async function tickets(): Promise<{ id: number; subject: string }[]> {
  return (await (await desk.signIn()).get('/api/v1/tickets?limit=100')).body.tickets;
}

test('G1, E4: a mail that was handed over is a ticket, byte for byte', async () => {
  const mail = mailOf({ subject: 'by webhook', text: 'Ein Rad f\u00fcr zwei.\r\n.' });
  assert.deepEqual(await hand(mail), { status: 200, body: { fate: 'created' } });
  const amara = await desk.signIn();
  const row = (await tickets()).find((one) => one.subject === 'by webhook')!;
  const { body: ticket } = await amara.get(`/api/v1/tickets/${row.id}`);
  const raw = await fetch(`${desk.url}/api/v1/messages/${ticket.messages[0].id}/raw`, { headers: { cookie: amara.cookie } });
  assert.equal(await raw.text(), mail);
});

test('G2: handed over again, and by LMTP, it is the same mail', async () => {
  const mail = mailOf({ subject: 'once' });
  assert.equal((await hand(mail)).body.fate, 'created');
  assert.deepEqual(await hand(mail), { status: 200, body: { fate: 'again' } });
  assert.match(await desk.deliver(mail), /^250/);
  assert.equal((await tickets()).filter((one) => one.subject === 'once').length, 1);
});

test('AC-021: the secret names the mailbox, whatever the mail says', async () => {
  const sales = secretOf(desk.run('mailbox', 'webhook', other));
  const amara = await desk.signIn();
  assert.equal((await hand(mailOf({ subject: 'for sales', to: mailbox }), { authorization: `Bearer ${sales}` })).body.fate, 'created');
  const row = (await tickets()).find((one) => one.subject === 'for sales')!;
  assert.equal((await amara.get(`/api/v1/tickets/${row.id}`)).body.team_name, 'Sales');
});

test('providers that know only user and password, or forms, are understood', async () => {
  const basic = { authorization: `Basic ${Buffer.from(`any:${secret}`).toString('base64')}` };
  assert.equal((await hand(mailOf({ subject: 'basic' }), basic)).body.fate, 'created');
  for (const field of ['email', 'body-mime', 'message']) {
    const form = new FormData();
    form.set('from', 'tomas@example.org');
    form.set(field, mailOf({ subject: `form ${field}` }));
    form.set('spam_score', '0.1');
    assert.deepEqual(await hand(form), { status: 200, body: { fate: 'created' } });
  }
  const there = (await tickets()).map((one) => one.subject);
  for (const subject of ['basic', 'form email', 'form body-mime', 'form message']) assert.ok(there.includes(subject), subject);
});

test('without the secret nothing is taken, and what is not a mail is said so', async () => {
  const mail = mailOf({ subject: 'uninvited' });
  for (const headers of [{}, { authorization: 'Bearer ' }, { authorization: `Bearer ${'a'.repeat(52)}` }, { authorization: 'Basic %%%' }, { authorization: `Basic ${Buffer.from(secret).toString('base64')}` }, { authorization: `Digest ${secret}` }]) {
    assert.equal((await hand(mail, headers as Record<string, string>)).status, 401);
  }
  const signed = await desk.signIn();
  assert.equal((await hand(mail, { cookie: signed.cookie })).status, 401, 'a session is no secret');
  assert.equal((await hand('')).status, 422);
  const form = new FormData();
  form.set('subject', 'no mail');
  assert.equal((await hand(form)).status, 422);
  assert.ok(!(await tickets()).some((one) => one.subject === 'uninvited'));
});

test('a new secret ends the old one, and off ends both', async () => {
  const renewed = secretOf(desk.run('mailbox', 'webhook', mailbox));
  assert.equal((await hand(mailOf({}), { authorization: `Bearer ${secret}` })).status, 401);
  assert.equal((await hand(mailOf({}), { authorization: `Bearer ${renewed}` })).status, 200);
  desk.run('mailbox', 'webhook', mailbox, '--off');
  assert.equal((await hand(mailOf({}), { authorization: `Bearer ${renewed}` })).status, 401);
});

test('F-22: what is too large is refused before it is read', async () => {
  const large = secretOf(desk.run('mailbox', 'webhook', mailbox));
  const answer = await fetch(`${desk.url}/api/v1/ingress`, { method: 'POST', headers: { authorization: `Bearer ${large}`, 'content-type': 'message/rfc822' }, body: 'x'.repeat(51 * 1024 * 1024) }).then((said) => said.status, () => 413);
  assert.equal(answer, 413);
});
