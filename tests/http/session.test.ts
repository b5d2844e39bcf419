// Signing in, the cookie, and writes that another site's page would forge (AC-060…AC-083, AC-136).

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { admin, password, startDesk, type Desk } from '../lib/desk.ts';
import { routes, fill } from '../lib/routes.ts';
import { ask, signIn, type Session } from '../lib/session.ts';

let desk: Desk;
let amara: Session;
before(async () => {
  desk = await startDesk({
    prepare: (made) => {
      made.addColleague('dao@desk.example', 'Dao Nguyen', 'agent');
      made.addColleague('sam@desk.example', 'Sam Reed', 'agent');
    },
  });
  amara = await desk.signIn();
});
after(() => desk.end());

const json = { 'content-type': 'application/json' };
const signingIn = (email: string, secret: string) => ask(desk.url, 'POST', '/api/v1/session', JSON.stringify({ email, password: secret }), json);

test('AC-082: the cookie is for this host, HTTP and this site only', async () => {
  const answer = await signingIn(admin, password);
  const [cookie] = answer.headers.getSetCookie();
  assert.match(cookie!, /^buckstop=[a-z2-7]{52}; /);
  for (const part of ['Path=/', 'HttpOnly', 'SameSite=Strict']) assert.ok(cookie!.includes(part), part);
  assert.doesNotMatch(cookie!, /domain=/i);
});

test('AC-082: over https the cookie is bound to the host and secure', async () => {
  const secure = await startDesk({ env: { BUCKSTOP_URL: 'https://desk.example' } });
  try {
    const answer = await ask(secure.url, 'POST', '/api/v1/session', JSON.stringify({ email: admin, password }), json);
    const [cookie] = answer.headers.getSetCookie();
    assert.match(cookie!, /^__Host-buckstop=[a-z2-7]{52}; Path=\/; HttpOnly; Secure; SameSite=Strict$/);
  } finally {
    await secure.end();
  }
});

test('AC-060: each sign-in makes another session; a planted one is not taken over', async () => {
  const planted = `buckstop=${'a'.repeat(52)}`;
  const answer = await ask(desk.url, 'POST', '/api/v1/session', JSON.stringify({ email: admin, password }), { ...json, cookie: planted });
  assert.equal(answer.status, 200);
  assert.ok(!answer.headers.getSetCookie()[0]!.startsWith(planted));
  assert.equal((await ask(desk.url, 'GET', '/api/v1/session', undefined, { cookie: planted })).status, 401);
});

test('AC-068: a wrong password and an unknown address are answered alike', async () => {
  const wrong = await signingIn('sam@desk.example', 'not it');
  const unknown = await signingIn('nobody@desk.example', 'not it');
  for (const answer of [wrong, unknown]) assert.equal(answer.status, 401);
  const { instance: _one, ...first } = wrong.body;
  const { instance: _other, ...second } = unknown.body;
  assert.deepEqual(first, second);
});

test('AC-064: tokens of any other form are no session', async () => {
  for (const token of ['', '%20', '%', '_', '*', '0', 'null', 'a'.repeat(51), 'a'.repeat(2000), "' OR 1=1 --"])
    assert.equal((await ask(desk.url, 'GET', '/api/v1/session', undefined, { cookie: `buckstop=${token}` })).status, 401, token.slice(0, 60));
});

test('AC-061: no answer holds the session or its digest', async () => {
  const token = amara.cookie.split('=')[1]!;
  for (const path of ['/api/v1/session', '/api/v1/desk', '/api/v1/colleagues']) {
    const { body } = await amara.get(path);
    assert.ok(!JSON.stringify(body).includes(token));
  }
});

test('AC-083: a colleague lists the own sessions and ends one, nobody else’s', async () => {
  const at = (email: string, browser: string) => ask(desk.url, 'POST', '/api/v1/session', JSON.stringify({ email, password }), { ...json, 'user-agent': browser });
  const open = async (email: string, browser: string) => ({ cookie: (await at(email, browser)).headers.getSetCookie()[0]!.split(';')[0]! });
  const phone = await open('sam@desk.example', 'A Phone <b>');
  const sam = await signIn(desk.url, 'sam@desk.example', password);
  const { body } = await sam.get('/api/v1/sessions');
  const lost = body.sessions.find((one: any) => one.browser === 'A Phone <b>');
  assert.equal(body.sessions.filter((one: any) => one.current).length, 1);
  assert.ok(!lost.current);
  assert.ok(!JSON.stringify(body).includes(phone.cookie.split('=')[1]!), 'a session is told');
  assert.equal((await amara.ask('DELETE', `/api/v1/sessions/${lost.id}`)).status, 404);
  assert.equal((await sam.ask('DELETE', `/api/v1/sessions/${lost.id}`)).status, 204);
  assert.equal((await ask(desk.url, 'GET', '/api/v1/desk', undefined, phone)).status, 401);
  assert.equal((await sam.get('/api/v1/desk')).status, 200);
  assert.ok(!(await sam.get('/api/v1/sessions')).body.sessions.some((one: any) => one.id === lost.id));
});

test('a page that is loaded again gets the same token against forged writes', async () => {
  const { body } = await amara.get('/api/v1/session');
  assert.equal(body.csrf, amara.me.csrf);
  assert.equal(body.email, admin);
});

const presence = { presence: 'available', until_ms: null };

test('AC-136: a write needs the token', async () => {
  assert.equal((await amara.post('/api/v1/me/presence', presence)).status, 204);
  assert.equal((await amara.post('/api/v1/me/presence', presence, { 'x-csrf': '' })).status, 403);
  assert.equal((await amara.post('/api/v1/me/presence', presence, { 'x-csrf': 'a'.repeat(52) })).status, 403);
});

test("AC-136: another session's token does not fit", async () => {
  const dao = await signIn(desk.url, 'dao@desk.example', password);
  assert.equal((await amara.post('/api/v1/me/presence', presence, { 'x-csrf': dao.me.csrf })).status, 403);
});

const foreign = [
  { origin: 'https://evil.example' },
  { origin: 'null' },
  { origin: 'http://127.0.0.1.evil.example' },
  { 'sec-fetch-site': 'cross-site' },
  { 'sec-fetch-site': 'same-site' },
];
for (const headers of foreign)
  test(`AC-136: a write that comes from elsewhere is refused: ${JSON.stringify(headers)}`, async () => {
    const answer = await amara.post('/api/v1/me/presence', presence, headers as Record<string, string>);
    assert.equal(answer.status, 403);
    assert.equal(answer.body.key, 'request.foreign');
  });

test('AC-136: a write from a page of ours passes', async () => {
  assert.equal((await amara.post('/api/v1/me/presence', presence, { origin: desk.url, 'sec-fetch-site': 'same-origin' })).status, 204);
});

test('AC-136: each route that writes refuses a form, plain text, another method and a foreign origin', async () => {
  for (const route of routes().filter((one) => one.method !== 'GET' && one.who === 'colleague' && !one.path.endsWith('/session'))) {
    const path = fill(route.path);
    const tries: [string, Record<string, string>][] = [
      [route.method, { 'content-type': 'application/x-www-form-urlencoded', 'x-csrf': '' }],
      [route.method, { 'content-type': 'text/plain', 'x-csrf': '' }],
      ['GET', { 'x-http-method-override': route.method }],
      [route.method, { origin: 'https://evil.example' }],
    ];
    for (const [method, headers] of tries) {
      const answer = await amara.ask(method, path, method === 'GET' || method === 'DELETE' ? undefined : 'a=b', headers);
      // A path that also has a GET may answer it: reading writes nothing.
      const fine = method === 'GET' ? [200, 404, 405] : [403];
      assert.ok(fine.includes(answer.status), `${method} ${route.path} ${JSON.stringify(headers)}: ${answer.status}`);
    }
  }
});

test('AC-138: the session answers no redirects', async () => {
  for (const next of ['//evil.example', 'https:evil.example', '/\\evil.example'])
    assert.equal((await ask(desk.url, 'GET', `/sign-in?next=${encodeURIComponent(next)}`)).headers.get('location'), null);
});

test('AC-140: signing out ends the session and clears the browser', async () => {
  const session = await desk.signIn();
  const answer = await session.ask('DELETE', '/api/v1/session');
  assert.equal(answer.status, 204);
  assert.match(answer.headers.get('clear-site-data') ?? '', /"cookies"/);
  assert.match(answer.headers.getSetCookie()[0]!, /Max-Age=0/);
  assert.equal((await session.get('/api/v1/session')).status, 401);
});

test('AC-078: whoever is locked out is out with the next request', async () => {
  const dao = await signIn(desk.url, 'dao@desk.example', password);
  desk.run('user', 'lock', 'dao@desk.example');
  assert.equal((await dao.get('/api/v1/session')).status, 401);
  assert.equal((await signingIn('dao@desk.example', password)).status, 401);
});

test('AC-079: many wrong passwords for one account are slowed down, whatever header names the sender', async () => {
  let status = 0;
  for (let i = 0; i < 15 && status !== 429; i++) {
    const answer = await ask(desk.url, 'POST', '/api/v1/session', JSON.stringify({ email: 'sam@desk.example', password: `${i}` }), { ...json, 'x-forwarded-for': `10.0.0.${i}` });
    status = answer.status;
    if (status === 429) assert.ok(answer.headers.get('retry-after'));
  }
  assert.equal(status, 429);
});

test('AC-081: there is no account that nobody made', async () => {
  for (const [email, secret] of [['admin', 'admin'], ['admin@example.com', 'admin'], ['root', 'password'], ['admin@localhost', 'password']])
    assert.equal((await signingIn(email!, secret!)).status, 401);
});

test('AC-077: unknown fields are refused', async () => {
  const answer = await amara.post('/api/v1/me/presence', { ...presence, role: 'admin' });
  assert.equal(answer.status, 422);
  assert.equal(answer.body.key, 'json.unknown');
});

test('AC-134: a flood of sign-ins does not hold up those who are signed in', async () => {
  const flood = Array.from({ length: 30 }, (_, i) => signingIn(`nobody${i}@desk.example`, 'not it'));
  let left = flood.length;
  for (const one of flood) void one.then(() => (left -= 1));
  for (let i = 0; i < 20; i++) assert.equal((await amara.get('/api/v1/session')).status, 200);
  assert.ok(left > 0, 'the sign-ins were faster than twenty reads');
  for (const answer of await Promise.all(flood)) assert.ok([401, 429].includes(answer.status), `${answer.status}`);
});
