// A customer is passed on a third time only with a leader's yes (O6), and what is asked twice is done once (F-33).

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { eventually, password, startDesk, type Desk } from '../lib/desk.ts';
import { mailText } from '../lib/page.ts';
import { signIn, type Session } from '../lib/session.ts';

let desk: Desk;
let amara: Session, dao: Session, kim: Session, ines: Session;
before(async () => {
  desk = await startDesk({
    env: { BUCKSTOP_UNDO: '0' },
    prepare: (made) => {
      made.addColleague('dao@desk.example', 'Dao Nguyen', 'agent');
      made.addColleague('kim@desk.example', 'Kim Park', 'agent');
      made.addColleague('ines@desk.example', 'Ines Ferreira', 'leader', '--leads');
    },
  });
  amara = await desk.signIn();
  dao = await signIn(desk.url, 'dao@desk.example', password);
  kim = await signIn(desk.url, 'kim@desk.example', password);
  ines = await signIn(desk.url, 'ines@desk.example', password);
});
after(() => desk.end());

const ticketOf = async (id: number, as = kim): Promise<any> => (await as.get(`/api/v1/tickets/${id}`)).body;

/** A problem that Kim captured and answered. */
async function answered(subject: string): Promise<number> {
  const { body } = await kim.post('/api/v1/tickets', { subject, text: 'It cracked.', customer_address: `${subject.replaceAll(/\W/g, '')}@example.org`, channel: 'phone' });
  const { version } = await ticketOf(body.id);
  const promise = { text: 'Call you', due_ms: Date.now() + 3 * 86_400_000 };
  assert.equal((await kim.post(`/api/v1/tickets/${body.id}/messages`, { kind: 'reply', text: 'I look at it.', version, promises: [promise] })).status, 201);
  return body.id;
}

const words = { reason: 'skill', summary: 'All of it.', customer_text: 'Somebody helps you.' };
const offer = (id: number, from: Session, to: Session) => from.post(`/api/v1/tickets/${id}/handover`, { ...words, to_id: to.me.id });
async function handOver(id: number, from: Session, to: Session): Promise<void> {
  const { body } = await offer(id, from, to);
  assert.equal((await to.post(`/api/v1/handovers/${body.id}/accept`)).status, 200);
}

async function passedOnTwice(subject: string): Promise<number> {
  const id = await answered(subject);
  await handOver(id, kim, dao);
  await handOver(id, dao, kim);
  return id;
}

test('O6: the second hop is told to the leader by mail, and stands in the ticket', async () => {
  const id = await passedOnTwice('Passed on');
  const mail = await eventually('the alarm', () => desk.outbox().find((one) => /^To: .*ines@/m.test(one) && one.includes('Passed on')));
  assert.match(mailText(mail), new RegExp(`/t/${id}\\b`));
  assert.ok((await ticketOf(id)).events.some((one: any) => one.kind === 'hop.alarmed'));
});

test('O6: the third is refused until a leader of the team has said yes, and that yes is for one', async () => {
  const id = await passedOnTwice('Third time');
  const refused = await offer(id, kim, dao);
  assert.equal(refused.status, 403);
  assert.equal(refused.body.key, 'handover.third_hop');
  assert.equal((await ticketOf(id)).hop_needs_leader, true);
  assert.equal((await ticketOf(id)).may_allow_hop, false);

  const asked = await kim.post(`/api/v1/tickets/${id}/handover/ask`, { text: 'Dao has the hub in hand' });
  assert.deepEqual(asked.body, { hops: 2, needs_leader: true, allowed_by: null });
  await eventually('the question', () => desk.outbox().find((one) => /^To: .*ines@/m.test(one) && one.includes('Dao has the hub in hand')));

  assert.equal((await ticketOf(id, ines)).may_allow_hop, true);
  assert.equal((await kim.post(`/api/v1/tickets/${id}/handover/allow`)).status, 403);
  const allowed = await ines.post(`/api/v1/tickets/${id}/handover/allow`);
  assert.equal(allowed.body.allowed_by, 'Ines Ferreira', JSON.stringify(allowed.body));
  assert.equal((await kim.get(`/api/v1/tickets/${id}/handover`)).body.allowed_by, 'Ines Ferreira');
  await handOver(id, kim, dao);
  assert.equal((await offer(id, dao, kim)).status, 403);
});

test('F-33: an offer that is accepted twice under one key is accepted once, and answered alike', async () => {
  const id = await answered('Accepted twice');
  const { body } = await offer(id, kim, dao);
  const key = { 'idempotency-key': 'accept-once' };
  const first = await dao.post(`/api/v1/handovers/${body.id}/accept`, undefined, key);
  const second = await dao.post(`/api/v1/handovers/${body.id}/accept`, undefined, key);
  assert.deepEqual([first.status, second.status], [200, 200]);
  assert.deepEqual(second.body, first.body);
  assert.equal((await dao.post(`/api/v1/handovers/${body.id}/accept`)).status, 409);
});

test('F-33: declining and withdrawing under one key are done once', async () => {
  const id = await answered('Declined twice');
  for (const [session, what, body] of [[dao, 'decline', { text: 'no time' }], [kim, 'withdraw', undefined]] as const) {
    const target = `/api/v1/handovers/${(await offer(id, kim, dao)).body.id}/${what}`;
    const key = { 'idempotency-key': `once-${what}` };
    const answers = [await session.post(target, body, key), await session.post(target, body, key)];
    assert.deepEqual(answers.map(({ status }) => status), [200, 200]);
    assert.deepEqual(answers[1]!.body, answers[0]!.body);
  }
});

test('F-33, P1: a promise that is renewed twice under one key is renewed once, and the customer is told once', async () => {
  const id = await answered('Renewed twice');
  const promise = (await ticketOf(id)).promises.find((one: any) => one.kind === 'stated');
  const key = { 'idempotency-key': 'renew-once' };
  const later = { due_ms: Date.now() + 5 * 86_400_000, why: 'the part is late' };
  const answers = [await kim.post(`/api/v1/promises/${promise.id}/renew`, later, key), await kim.post(`/api/v1/promises/${promise.id}/renew`, later, key)];
  assert.deepEqual(answers.map(({ status }) => status), [200, 200]);
  const ticket = await ticketOf(id);
  assert.equal(ticket.promises.filter((one: any) => one.kind === 'stated').length, 2);
  assert.equal(ticket.messages.filter((one: any) => one.text.includes('the part is late')).length, 1);
  const renewed = answers[0]!.body.id;
  const kept = { 'idempotency-key': 'keep-once' };
  const both = [await kim.post(`/api/v1/promises/${renewed}/keep`, undefined, kept), await kim.post(`/api/v1/promises/${renewed}/keep`, undefined, kept)];
  assert.deepEqual(both.map(({ status }) => status), [200, 200]);
  assert.deepEqual(both[1]!.body, both[0]!.body);
});

test('G8: an answer with the position that its writer saw is refused only for what they must have read', async () => {
  const id = await answered('Seen');
  const seen = await ticketOf(id);
  const reply = (from: Session, kind: string, at: any) => from.post(`/api/v1/tickets/${id}/messages`, { kind, text: 'More.', version: at.version, seq: at.seq });
  assert.equal((await kim.post(`/api/v1/promises/${seen.promises.find((one: any) => one.kind === 'stated').id}/keep`)).status, 200);
  assert.equal((await reply(kim, 'reply', seen)).status, 201); // what he did himself is known to him
  const again = await ticketOf(id);
  assert.equal((await reply(dao, 'note', again)).status, 201);
  const refused = await reply(kim, 'reply', again);
  assert.equal(refused.status, 409);
  assert.equal(refused.body.key, 'ticket.changed');
});
