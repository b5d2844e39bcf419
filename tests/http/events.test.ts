// The stream of changes: who hears what, and until when (AC-078, AC-085, AC-141, F-50).

import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { eventually, password, startDesk, type Desk } from '../lib/desk.ts';
import { EventStream } from '../lib/events.ts';
import { processOf } from '../lib/ledger.ts';
import { mailOf } from '../lib/lmtp.ts';
import { ask, signIn, type Session } from '../lib/session.ts';

let desk: Desk;
let amara: Session;
before(async () => {
  desk = await startDesk({
    prepare: (made) => {
      made.addColleague('rosa@desk.example', 'Rosa Ibarra', 'agent');
      made.run('team', 'add', '--mailbox', 'bills@desk.example', '--steward', 'rosa@desk.example', 'Bills');
      made.addColleague('dao@desk.example', 'Dao Nguyen', 'agent', '--team', 'Bills');
      made.addColleague('sam@desk.example', 'Sam Reed', 'agent');
    },
  });
  amara = await desk.signIn();
});
after(() => desk.end());

const problem = (subject: string) => ({ subject, text: 'It cracked.', customer_address: 'tomas@example.org', customer_name: 'Tomás Vidal', channel: 'phone' });

test('a change is heard by its owner at once, with an id to come back to', async () => {
  const stream = await EventStream.open(amara);
  assert.equal(stream.status, 200);
  assert.match(stream.headers.get('content-type') ?? '', /^text\/event-stream/);
  const { body: ticket } = await amara.post('/api/v1/tickets', problem('heard at once'));
  const heard = await stream.next((one) => one.data.ticket === ticket.id);
  assert.equal(heard.event, 'change');
  assert.equal(Number(heard.id), heard.data.seq);
  assert.deepEqual(Object.keys(heard.data).sort(), ['kind', 'seq', 'ticket']);
  stream.close();
});

test('a mail is heard without asking', async () => {
  const stream = await EventStream.open(amara);
  assert.match(await desk.deliver(mailOf({ subject: 'by mail' })), /^250/);
  const heard = await stream.next((one) => one.data.kind === 'ticket.created');
  const { body } = await amara.get(`/api/v1/tickets/${heard.data.ticket}`);
  assert.equal(body.subject, 'by mail');
  stream.close();
});

test('F-50: who comes back hears what was missed, once and in order', async () => {
  const stream = await EventStream.open(amara);
  const { body: first } = await amara.post('/api/v1/tickets', problem('before'));
  const last = await stream.next((one) => one.data.ticket === first.id);
  stream.close();
  const { body: missed } = await amara.post('/api/v1/tickets', problem('missed'));
  const again = await EventStream.open(amara, '', { 'last-event-id': last.id });
  const { body: later } = await amara.post('/api/v1/tickets', problem('later'));
  const seqs: number[] = [];
  const tickets = new Set<number>();
  await again.next((one) => {
    seqs.push(one.data.seq);
    tickets.add(one.data.ticket);
    return one.data.ticket === later.id;
  });
  assert.ok(tickets.has(missed.id));
  assert.deepEqual(seqs, [...new Set(seqs)].sort((a, b) => a - b));
  assert.ok(seqs.every((seq) => seq > Number(last.id)));
  again.close();
});

test('F-50: who was away too long is told to load again', async () => {
  const stream = await EventStream.open(amara, '?after=999999999');
  assert.equal((await stream.next()).event, 'reload');
  stream.close();
});

test('AC-085: a colleague of another team hears nothing of a ticket that is not theirs', async () => {
  const dao = await signIn(desk.url, 'dao@desk.example', password);
  const foreign = await EventStream.open(dao);
  const { body: theirs } = await amara.post('/api/v1/tickets', problem('not for Dao'));
  const { body: own } = await dao.post('/api/v1/tickets', problem('for Dao'));
  const heard: number[] = [];
  await foreign.next((one) => {
    heard.push(one.data.ticket);
    return one.data.ticket === own.id;
  });
  assert.ok(!heard.includes(theirs.id));
  foreign.close();
});

test('AC-078: the stream of a session that ended is closed within five seconds', async () => {
  const sam = await signIn(desk.url, 'sam@desk.example', password);
  const stream = await EventStream.open(sam);
  await sam.ask('DELETE', '/api/v1/session');
  const begun = Date.now();
  for await (const _ of stream);
  assert.ok(Date.now() - begun < 5500);
});

test('AC-078: the stream of a colleague who was locked out is closed within five seconds', async () => {
  const sam = await signIn(desk.url, 'sam@desk.example', password);
  const stream = await EventStream.open(sam);
  desk.run('user', 'lock', 'sam@desk.example');
  const begun = Date.now();
  for await (const _ of stream);
  assert.ok(Date.now() - begun < 5500);
});

test('AC-141: without a session there is no stream, nor by a token in the address', async () => {
  const token = amara.cookie.split('=')[1];
  assert.equal((await ask(desk.url, 'GET', '/api/v1/events')).status, 401);
  assert.equal((await ask(desk.url, 'GET', `/api/v1/events?token=${token}`)).status, 401);
  assert.equal((await amara.get('/api/v1/events?after=x')).status, 422);
});

test('fifty open pages all hear one change', async () => {
  const streams = await Promise.all(Array.from({ length: 50 }, () => EventStream.open(amara)));
  const { body: ticket } = await amara.post('/api/v1/tickets', problem('for all'));
  const heard = await Promise.all(streams.map((stream) => stream.next((one) => one.data.ticket === ticket.id)));
  assert.equal(new Set(heard.map((one) => one.id)).size, 1);
  for (const stream of streams) stream.close();
});

test('F-49: a page that was closed leaves its connection before the next beat', async () => {
  const web = processOf(desk, 'web');
  const open = () => readdirSync(`/proc/${web}/fd`).length;
  const before = open();
  const streams = await Promise.all(Array.from({ length: 80 }, () => EventStream.open(amara)));
  assert.ok(open() >= before + 80);
  for (const stream of streams) stream.close();
  await eventually('the connections to be gone', () => open() < before + 40 || undefined); /* it waits less than a beat takes */
});

test('F-60: a stop ends open streams and takes less than two seconds', async () => {
  const other = await startDesk();
  try {
    const session = await other.signIn();
    const streams = await Promise.all(Array.from({ length: 20 }, () => EventStream.open(session)));
    const begun = Date.now();
    const code = await other.stop();
    assert.ok(Date.now() - begun < 2000, `${Date.now() - begun} ms`);
    assert.equal(code, 0);
    for (const stream of streams) for await (const _ of stream);
  } finally {
    await other.end();
  }
});
