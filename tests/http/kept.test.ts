// Answers that are kept while nothing changes: what was asked twice is never older than the second question (AC-046, AC-078, AC-084).

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { password, startDesk, type Desk } from '../lib/desk.ts';
import { mailOf } from '../lib/lmtp.ts';
import { signIn, type Session } from '../lib/session.ts';

const folder = mkdtempSync(join(tmpdir(), 'buckstop-kept-'));
let desk: Desk;
let amara: Session;
before(async () => {
  desk = await startDesk({
    env: { BUCKSTOP_UNDO: '600', BUCKSTOP_CLOCK: join(folder, 'clock') },
    prepare: (made) => {
      made.addColleague('rosa@desk.example', 'Rosa Ibarra', 'agent');
      made.run('team', 'add', '--mailbox', 'bills@desk.example', '--steward', 'rosa@desk.example', 'Bills');
      made.addColleague('dao@desk.example', 'Dao Nguyen', 'agent');
      made.addColleague('sam@desk.example', 'Sam Weiss', 'agent', '--team', 'Bills');
    },
  });
  amara = await desk.signIn();
});
after(async () => {
  await desk.end();
  rmSync(folder, { recursive: true });
});

async function captured(): Promise<string> {
  const problem = { subject: 'My wheel', text: 'It cracked.', customer_address: 'tomas@example.org', customer_name: 'Tomas Vidal', channel: 'phone' };
  const { status, body } = await amara.post('/api/v1/tickets', problem);
  assert.equal(status, 201, JSON.stringify(body));
  return `/api/v1/tickets/${body.id}`;
}

/** Asked twice, so that the second answer is a kept one wherever answers are kept. */
async function shown(path: string, who = amara): Promise<any> {
  await who.get(path);
  const { status, body } = await who.get(path);
  assert.equal(status, 200, JSON.stringify(body));
  return body;
}

const reply = (version: number) => ({ kind: 'reply', text: 'I will look at it.', version, promises: [], kept: [], propose: false, wait: false });

test('what one wrote oneself is there with the next request', async () => {
  const path = await captured();
  const { version } = await shown(path);
  assert.equal((await amara.post(`${path}/messages`, reply(version))).status, 201);
  assert.equal((await amara.get(path)).body.messages.length, 2);
});

test('what another process stored is there with the next request', async () => {
  const before = await shown('/api/v1/desk');
  const path = await captured();
  const ticket = await shown(path);
  assert.match(await desk.deliver(mailOf({ from: 'tomas@example.org', subject: 'The other wheel', text: 'It cracked too.' })), /^250/);
  assert.equal((await amara.get('/api/v1/desk')).body.rely, before.rely + 2);
  assert.ok((await amara.get(path)).body.seq > ticket.seq);
});

test('AC-078: whoever is locked out no longer sees what was shown a moment ago', async () => {
  const path = await captured();
  const dao = await signIn(desk.url, 'dao@desk.example', password);
  await shown(path, dao);
  await shown('/api/v1/desk', dao);
  desk.run('user', 'lock', 'dao@desk.example');
  assert.equal((await dao.get(path)).status, 401);
  assert.equal((await dao.get('/api/v1/desk')).status, 401);
});

test('AC-140: after signing out nothing is shown any more', async () => {
  const path = await captured();
  const other = await desk.signIn();
  await shown(path, other);
  assert.equal((await other.ask('DELETE', '/api/v1/session')).status, 204);
  assert.equal((await other.get(path)).status, 401);
  assert.equal((await amara.get(path)).status, 200);
});

test('AC-046: what one colleague was shown is not shown to another who may not see it', async () => {
  const path = await captured();
  const sam = await signIn(desk.url, 'sam@desk.example', password);
  await shown(path);
  assert.equal((await sam.get(path)).status, 404);
  await shown(path);
  assert.equal((await sam.get(path)).status, 404);
});

test('AC-084: a right that an offer gave ends with the offer', async () => {
  const path = await captured();
  const sam = await signIn(desk.url, 'sam@desk.example', password);
  const { version } = await shown(path);
  const { body: draft } = await amara.get(`${path}/handover`);
  const words = { reason: draft.reasons[0].key, reason_text: 'because', summary: 'All of it.', customer_text: 'Sam helps you.', loan_until_ms: null };
  const { status, body: offer } = await amara.post(`${path}/handover`, { to_id: sam.me.id, version, ...words });
  assert.equal(status, 201, JSON.stringify(offer));
  assert.equal((await shown(path, sam)).may_reply, false);
  assert.equal((await amara.post(`/api/v1/handovers/${offer.id}/withdraw`)).status, 200);
  assert.equal((await sam.get(path)).status, 404);
});

test('the time goes on in answers in which nothing else does', async () => {
  for (const path of ['/api/v1/desk', await captured()]) {
    const before = await shown(path);
    desk.moveClock('+2m');
    const { body: now } = await amara.get(path);
    assert.ok(now.now_ms >= before.now_ms + 120_000);
  }
});

test('what only the time ends is ended with the next request', async () => {
  const path = await captured();
  const { version } = await shown(path);
  await amara.post(`${path}/messages`, reply(version));
  assert.equal((await amara.post('/api/v1/me/presence', { presence: 'away', until_ms: (await shown(path)).now_ms + 660_000 })).status, 204);
  assert.equal((await shown(path)).messages[1].may_undo, true);
  assert.equal((await shown('/api/v1/desk')).presence, 'away');
  desk.moveClock('+12m');
  assert.equal((await amara.get(path)).body.messages[1].may_undo, false);
  assert.equal((await amara.get('/api/v1/desk')).body.presence, 'available');
});

test('AC-083: a session that was idle too long is over, whatever it was shown', async () => {
  const path = await captured();
  const other = await desk.signIn();
  await shown(path, other);
  desk.moveClock('+31m');
  assert.equal((await other.get(path)).status, 401);
  amara = await desk.signIn();
});

test('who has the answer already is told so, until something changes', async () => {
  for (const path of ['/api/v1/desk', await captured()]) {
    const { headers } = await amara.get(path);
    const etag = headers.get('etag')!;
    assert.match(etag, /^W\/"[0-9a-f-]+"$/);
    await captured();
    const changed = await amara.get(path, { 'if-none-match': etag });
    assert.equal(changed.status, 200);
    assert.notEqual(changed.headers.get('etag'), etag);
  }
});

test('an answer that is had already is not sent again', { skip: process.env.BUCKSTOP_TEST_DB === 'postgres' && 'other databases of the server change the state' }, async () => {
  const path = await captured();
  const { headers } = await amara.get(path);
  const again = await amara.get(path, { 'if-none-match': `"other", ${headers.get('etag')}` });
  assert.equal(again.status, 304);
  assert.equal(again.body, '');
  assert.equal(again.headers.get('etag'), headers.get('etag'));
  assert.equal(again.headers.get('cache-control'), 'no-store');
});
