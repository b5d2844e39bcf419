// How often one may ask, and how much at once: others go on undisturbed (AC-134, AC-079).

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { after, before, test } from 'node:test';
import { eventually, postgres, startDesk, type Desk } from '../lib/desk.ts';
import { mailOf } from '../lib/lmtp.ts';
import { linkIn } from '../lib/page.ts';
import { noToken } from '../lib/routes.ts';
import { type Answer, ask, type Session } from '../lib/session.ts';

let desk: Desk;
let amara: Session;
before(async () => {
  desk = await startDesk({ env: { BUCKSTOP_PROXY: '127.0.0.1' } });
  amara = await desk.signIn();
});
after(() => desk.end());

/** COUNT times the same, from a network of its own. */
async function often(count: number, network: string, path: string): Promise<Answer[]> {
  return Promise.all(Array.from({ length: count }, () => ask(desk.url, 'GET', path, undefined, { 'x-forwarded-for': network })));
}

async function pageOf(address: string): Promise<string> {
  assert.match(await desk.deliver(mailOf({ from: address })), /^250/);
  const receipt = await eventually('the receipt', () => desk.outbox().find((mail) => mail.includes(address)));
  return new URL(linkIn(receipt)!).pathname;
}

test('AC-134: a page that is asked for too often says when to come again; others are shown', async () => {
  const [crowded, quiet] = [await pageOf('ana@example.org'), await pageOf('ben@example.org')];
  const answers = await often(200, '192.0.2.1', crowded);
  const later = answers.filter((answer) => answer.status === 429);
  assert.ok(later.length > 0 && later.length < 100, `${later.length} of 200 were put off`);
  for (const answer of later) {
    assert.match(answer.headers.get('retry-after') ?? '', /^[1-9]\d*$/);
    assert.match(answer.headers.get('content-type') ?? '', /^text\/html/);
    assert.match(answer.body, /wait/);
  }
  assert.equal((await ask(desk.url, 'GET', quiet, undefined, { 'x-forwarded-for': '192.0.2.1' })).status, 200);
  assert.equal((await amara.get('/api/v1/desk')).status, 200);
});

test('AC-134: who tries links is put off, whatever the links; other networks and colleagues are not', async () => {
  let later = 0;
  for (let round = 0; round < 10 && later === 0; round++)
    later = (await Promise.all(Array.from({ length: 200 }, (_, n) => {
      const path = `/p/${noToken.slice(3)}${String.fromCharCode(97 + round)}${String.fromCharCode(97 + (n % 26))}${String.fromCharCode(97 + Math.floor(n / 26))}`;
      return ask(desk.url, 'GET', path, undefined, { 'x-forwarded-for': '192.0.2.2' });
    }))).filter((answer) => answer.status === 429).length;
  assert.ok(later > 0);
  assert.equal((await ask(desk.url, 'GET', `/p/${noToken}`, undefined, { 'x-forwarded-for': '192.0.2.3' })).status, 404);
  assert.equal((await amara.get('/api/v1/desk', { 'x-forwarded-for': '192.0.2.2' })).status, 200);
  assert.equal((await ask(desk.url, 'GET', '/health', undefined, { 'x-forwarded-for': '192.0.2.2' })).status, 200);
});

test('AC-079: tries at a password are counted by the network that the proxy saw, not by what the client claims', async () => {
  const signIn = (forwarded: string, email: string) =>
    ask(desk.url, 'POST', '/api/v1/session', JSON.stringify({ email, password: 'not it' }), { 'content-type': 'application/json', 'x-forwarded-for': forwarded });
  let last = 0;
  for (let n = 0; n < 60 && last !== 429; n++) last = (await signIn(`198.51.100.${n}, 192.0.2.9`, `nobody${n}@desk.example`)).status;
  assert.equal(last, 429);
  assert.equal((await signIn('192.0.2.10', 'nobody@desk.example')).status, 401);
});

test('AC-134: one session does not fill the line with searches', { skip: (!postgres || process.env.BUCKSTOP_TEST_DB !== 'postgres') && 'needs PostgreSQL, to hold searches up' }, async () => {
  const lock = spawn('psql', ['-qXAt', postgres!.replace(/\/postgres(?=\?|$)/, `/${desk.database}`)], { stdio: ['pipe', 'pipe', 'inherit'] });
  lock.stdin.write("BEGIN; LOCK TABLE session; SELECT 'locked';\n");
  await once(lock.stdout, 'data');
  const searches = Array.from({ length: 60 }, () => amara.get('/api/v1/tickets?q=hub'));
  const first = await Promise.race(searches);
  lock.stdin.end('ROLLBACK;\n');
  assert.equal(first.status, 429);
  assert.equal(first.body.key, 'request.rate');
  assert.match(first.headers.get('content-type') ?? '', /^application\/problem\+json/);
  const all = await Promise.all(searches);
  assert.equal(all.filter((answer) => answer.status === 200).length, 32);
});
