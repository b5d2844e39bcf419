// A no with something else to choose from (R1), and what a customer says on the phone (R2).

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { eventually, password, startDesk, type Desk } from '../lib/desk.ts';
import { mailOf } from '../lib/lmtp.ts';
import { CustomerPage, linkIn, mailText } from '../lib/page.ts';
import { signIn, type Session } from '../lib/session.ts';

let desk: Desk;
let amara: Session;
before(async () => {
  desk = await startDesk({
    env: { BUCKSTOP_UNDO: '0' },
    prepare: (made) => made.addColleague('ines@desk.example', 'Ines Ferreira', 'leader', '--leads'),
  });
  amara = await desk.signIn();
  const ines = await signIn(desk.url, 'ines@desk.example', password);
  await ines.post('/api/v1/me/presence', { presence: 'away', until_ms: null }); // so that each problem is Amara's (T3)
});
after(() => desk.end());

const addressOf = (subject: string) => `${subject.replaceAll(/\W/g, '')}@example.org`;
const mailsTo = (address: string) => desk.outbox().filter((mail) => new RegExp(`^To: .*${address}`, 'm').test(mail)).map(mailText);

async function problem(subject: string): Promise<{ page: CustomerPage; ticket: any }> {
  assert.match(await desk.deliver(mailOf({ from: `Tomas Vidal <${addressOf(subject)}>`, subject, text: 'Please give me my money back.' })), /^250/);
  const link = await eventually('the receipt', () => mailsTo(addressOf(subject)).map(linkIn).find((one) => one));
  const row = await eventually('the ticket', async () => (await amara.get('/api/v1/desk')).body.rows.find((one: any) => one.subject === subject));
  return { page: new CustomerPage(link!), ticket: await ticketOf(row.id) };
}

const ticketOf = async (id: number): Promise<any> => (await amara.get(`/api/v1/tickets/${id}`)).body;

const repair = { text: 'We repair it free of charge', detail: 'Also the bearing, which is not new any more', by_text: 'by Friday' };
async function refuse(ticket: any, more: object = {}): Promise<any> {
  const refusal = { kind: 'reply', text: 'I cannot give the money back after two years.', version: ticket.version, propose: true, proposal_kind: 'refusal', alternatives: [repair], ...more };
  return amara.post(`/api/v1/tickets/${ticket.id}/messages`, refusal);
}

test('R1: a no goes out with its alternatives, and a second look by a named leader is always one of them', async () => {
  const { ticket } = await problem('Money back');
  assert.equal(ticket.second_look_name, 'Ines Ferreira');
  assert.equal((await refuse(ticket)).status, 201);
  const after = await ticketOf(ticket.id);
  assert.equal(after.state, 'proposed');
  const [proposal] = after.proposals;
  assert.equal(proposal.kind, 'refusal');
  assert.deepEqual(proposal.alternatives.map((one: any) => one.text), [repair.text, 'A second look by Ines Ferreira']);
  const mail = await eventually('the answer', () => mailsTo(addressOf('Money back')).find((one) => one.includes('after two years')));
  assert.match(mail, /What I can do for you instead/);
  assert.match(mail, /We repair it free of charge.*by Friday/s);
  assert.match(mail, /A second look by Ines Ferreira/);
  assert.doesNotMatch(mail, /\b(ticket|case|queue|unfortunately|no problem)\b/i);
});

test('R1: the customer chooses on the page without a script, is told so in writing, and we owe what was chosen', async () => {
  const { page, ticket } = await problem('Choose me');
  await refuse(ticket);
  const { html } = await page.show();
  assert.match(html, /Which way suits you\?/);
  assert.doesNotMatch(html, /which is not new any more/); // what we wrote is behind the code
  const choice = /name="alternative" value="(\d+)" required><span><b>We repair/.exec(html)![1]!;
  const shown = await page.send('choose', { alternative: choice });
  assert.match(shown.html, /Thank you for choosing/);
  const after = await ticketOf(ticket.id);
  assert.equal(after.state, 'open');
  assert.equal(after.turn, 'us');
  assert.equal(after.next_kind, 'next_word');
  assert.deepEqual(after.proposals[0].alternatives.map((one: any) => one.chosen), [true, false]);
  assert.ok(after.events.some((one: any) => one.kind === 'proposal.chosen' && one.text === repair.text));
  await eventually('the confirmation', () => mailsTo(addressOf('Choose me')).find((one) => /thank you for choosing.*We repair it free of charge/s.test(one)));
});

test('R1: a second click on the same choice changes nothing, another choice comes too late', async () => {
  const { page, ticket } = await problem('Twice');
  await refuse(ticket);
  const [first, second] = [...(await page.show()).html.matchAll(/name="alternative" value="(\d+)"/g)].map((found) => found[1]!);
  await page.send('choose', { alternative: first! });
  const { version } = await ticketOf(ticket.id);
  assert.match((await page.send('choose', { alternative: first! })).html, /Thank you for choosing/);
  assert.equal((await page.send('choose', { alternative: second! })).status, 409);
  assert.equal((await ticketOf(ticket.id)).version, version);
});

test('R1, AC-092: nobody chooses what was offered to somebody else', async () => {
  const mine = await problem('Mine'), theirs = await problem('Theirs');
  await refuse(theirs.ticket);
  const foreign = (await ticketOf(theirs.ticket.id)).proposals[0].alternatives[0].id;
  assert.equal((await mine.page.send('choose', { alternative: String(foreign) })).status, 404);
  assert.equal((await ticketOf(theirs.ticket.id)).state, 'proposed');
});

test('R1: who takes the second look hears of it by a mail that opens nothing for whoever answers it', async () => {
  const { page, ticket } = await problem('Look again');
  await refuse(ticket);
  const ids = [...(await page.show()).html.matchAll(/name="alternative" value="(\d+)"/g)].map((found) => found[1]!);
  await page.send('choose', { alternative: ids.at(-1)! });
  const raw = await eventually('the notice', () => desk.outbox().find((mail) => /^To: .*ines@desk\.example/m.test(mail) && mail.includes('Look again')));
  assert.match(mailText(raw), new RegExp(`/t/${ticket.id}\\b`));
  assert.doesNotMatch(raw, /^Reply-To:/m);
  assert.equal(linkIn(raw), undefined);
  assert.match(raw, /^Auto-Submitted:/m);
  const after = await ticketOf(ticket.id);
  assert.equal(after.owner_id, ticket.owner_id);
  assert.ok(!after.messages.some((one: any) => one.direction === 'internal'));
});

test('R1: a customer who writes instead of choosing is heard by the owner', async () => {
  const { page, ticket } = await problem('Rather talk');
  await refuse(ticket);
  await page.send('write', { text: 'I would rather have a new one.' });
  const after = await ticketOf(ticket.id);
  assert.equal(after.state, 'open');
  assert.equal(after.proposals[0].state, 'refused');
});

test('R1, I5: a solution has nothing to choose from, and an alternative has words', async () => {
  const { ticket } = await problem('Wordless');
  for (const more of [{ proposal_kind: 'solution' }, { alternatives: [{ text: '   ' }] }]) {
    const refused = await refuse(ticket, more);
    assert.equal(refused.status, 422);
    assert.equal(refused.body.field, 'alternatives');
  }
  assert.equal((await ticketOf(ticket.id)).state, 'open');
});

test('R2: "solved" said on the phone ends it, is shown as written down, and is confirmed in writing', async () => {
  const { ticket } = await problem('By phone');
  const said = await amara.post(`/api/v1/tickets/${ticket.id}/word`, { word: 'solved', text: 'It runs again, thanks' });
  assert.equal(said.status, 201);
  assert.equal(said.body.confirmed, true);
  const after = await ticketOf(ticket.id);
  assert.equal(after.state, 'resolved');
  assert.equal(after.resolved_by, 'customer');
  assert.ok(after.messages.some((one: any) => one.id === said.body.message_id && one.direction === 'in'));
  assert.deepEqual(after.events.filter((one: any) => one.kind === 'word.recorded').map((one: any) => [one.text, one.actor_name]), [['solved', amara.me.name]]);
  const mail = await eventually('the confirmation', () => mailsTo(addressOf('By phone')).find((one) => one.includes('is solved')));
  assert.match(mail, /wrote down.*It runs again/s);
});

test('R2: "not yet" on the phone opens it again for the same owner', async () => {
  const { ticket } = await problem('Phone again');
  await amara.post(`/api/v1/tickets/${ticket.id}/word`, { word: 'solved' });
  assert.equal((await amara.post(`/api/v1/tickets/${ticket.id}/word`, { word: 'not_yet', text: 'It creaks' })).status, 201);
  const after = await ticketOf(ticket.id);
  assert.equal(after.state, 'open');
  assert.equal(after.owner_id, ticket.owner_id);
});

test('R1: an alternative can be chosen on the phone', async () => {
  const { ticket } = await problem('Phone choice');
  await refuse(ticket);
  const { id } = (await ticketOf(ticket.id)).proposals[0].alternatives[0];
  assert.equal((await amara.post(`/api/v1/tickets/${ticket.id}/word`, { word: 'chosen', alternative_id: id })).status, 201);
  assert.equal((await ticketOf(ticket.id)).proposals[0].state, 'accepted');
  assert.equal((await amara.post(`/api/v1/tickets/${ticket.id}/word`, { word: 'chosen', alternative_id: 999_999_999 })).status, 404);
});

test('F-33: a word that is recorded twice under one key counts once', async () => {
  const { ticket } = await problem('Once');
  const headers = { 'idempotency-key': 'phone-1' };
  const first = await amara.ask('POST', `/api/v1/tickets/${ticket.id}/word`, { word: 'not_yet', text: 'Still broken' }, headers);
  const second = await amara.ask('POST', `/api/v1/tickets/${ticket.id}/word`, { word: 'not_yet', text: 'Still broken' }, headers);
  assert.deepEqual(second.body, first.body);
  assert.equal((await ticketOf(ticket.id)).messages.filter((one: any) => one.text === 'Still broken').length, 1);
});
