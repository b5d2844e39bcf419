// The headers of every answer, whatever its status (AC-044, AC-137, AC-139, AC-140, AC-145).

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { eventually, startDesk, type Desk } from '../lib/desk.ts';
import { request, send } from '../lib/raw.ts';
import { fill, routes } from '../lib/routes.ts';
import { ask, type Answer, type Session } from '../lib/session.ts';

let desk: Desk;
let amara: Session;
before(async () => {
  desk = await startDesk();
  amara = await desk.signIn();
});
after(() => desk.end());

const everywhere: Record<string, string | RegExp> = {
  'x-content-type-options': 'nosniff',
  'origin-agent-cluster': '?1',
  'strict-transport-security': /^max-age=(\d{8,}); includeSubDomains$/,
  'permissions-policy': /camera=\(\)/,
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
  'referrer-policy': /^(no-referrer|same-origin)$/,
  'content-security-policy': /default-src 'none'/,
};

function check(answer: Answer, what: string): void {
  for (const [name, wanted] of Object.entries(everywhere)) {
    const value = answer.headers.get(name) ?? '';
    assert.ok(typeof wanted === 'string' ? value === wanted : wanted.test(value), `${what}: ${answer.status}: ${name}: ${value}`);
  }
  const policy = answer.headers.get('content-security-policy') ?? '';
  assert.ok(!/unsafe-eval|unsafe-inline|\*/.test(policy), `${what}: ${policy}`);
  assert.match(policy, /frame-ancestors 'none'/, what);
  assert.equal(answer.headers.get('x-frame-options'), 'DENY', what);
  assert.equal(answer.headers.get('access-control-allow-origin'), null, what);
  assert.ok(answer.headers.get('cache-control'), what);
}

test('AC-044: each route has the headers with and without a session, for each method', async () => {
  const seen = new Set<number>();
  for (const route of routes()) {
    if (route.path.endsWith('/events')) continue;
    const path = fill(route.path);
    for (const method of ['GET', 'POST', 'PUT', 'DELETE']) {
      if (method === 'DELETE' && path.endsWith('/session')) continue; // it would end the session
      const body = method === 'GET' ? undefined : '{}';
      const answers = [
        await ask(desk.url, method, path, body, body ? { 'content-type': 'application/json' } : {}),
        await amara.ask(method, path, body),
      ];
      for (const answer of answers) {
        check(answer, `${method} ${route.path}`);
        seen.add(answer.status);
      }
    }
  }
  for (const status of [200, 401, 404, 405]) assert.ok(seen.has(status), `no answer had status ${status}`);
});

const refusals = [
  { name: 'a type that is not JSON', status: 415, ask: () => amara.post('/api/v1/tickets', 'text', { 'content-type': 'text/plain' }) },
  { name: 'JSON that is none', status: 400, ask: () => amara.post('/api/v1/tickets', '{') },
  { name: 'a missing field', status: 422, ask: () => amara.post('/api/v1/tickets', {}) },
  { name: 'a missing token', status: 403, ask: () => ask(desk.url, 'POST', '/api/v1/me/presence', '{}', { cookie: amara.cookie, 'content-type': 'application/json' }) },
  { name: 'a body that is too large', status: 413, ask: () => amara.post('/api/v1/me/presence', `{"x":"${'a'.repeat(40_000)}"}`) },
  { name: 'a page that is none', status: 404, ask: () => ask(desk.url, 'GET', '/nothing') },
];
for (const refusal of refusals)
  test(`AC-044: ${refusal.name} is answered with ${refusal.status} and the headers`, async () => {
    const answer = await refusal.ask();
    assert.equal(answer.status, refusal.status);
    check(answer, refusal.name);
  });

const early = [
  ['another Host', request('GET /health HTTP/1.1', ['Host: evil.example']), 421],
  ['no Host', request('GET /health HTTP/1.1', ['X-One: a']), 400],
  ['a folded line', request('GET /health HTTP/1.1', ['Host: localhost', 'X-One: a', ' b']), 400],
  ['a method of nobody', request('BREW /health HTTP/1.1', ['Host: localhost']), 405],
  ['a header that is too long', request('GET /health HTTP/1.1', ['Host: localhost', `X-One: ${'a'.repeat(20_000)}`]), 431],
  ['too many headers', request('GET /health HTTP/1.1', ['Host: localhost', ...Array.from({ length: 150 }, (_, n) => `X-${n}: a`)]), 431],
] as const;
for (const [name, bytes, status] of early)
  test(`AC-044: ${name} is answered with ${status} and the headers`, async () => {
    const [answer] = await send(desk.port, bytes);
    assert.equal(answer?.status, status);
    for (const header of Object.keys(everywhere)) assert.match(answer.head, new RegExp(`^${header}: `, 'im'), header);
  });

test('AC-142: headers of 100 kB end the connection', async () => {
  const [answer] = await send(desk.port, request('GET /health HTTP/1.1', ['Host: localhost', `X-One: ${'a'.repeat(100_000)}`]));
  assert.ok(answer === undefined || [400, 413, 431].includes(answer.status));
});

test('a page tells where its policy\'s refusals are reported, and what is reported is one line without addresses (AC-153)', async () => {
  const { headers } = await ask(desk.url, 'GET', '/');
  assert.match(headers.get('content-security-policy') ?? '', /; report-to csp;/);
  assert.equal(headers.get('reporting-endpoints'), 'csp="/csp-reports"');
  const report = JSON.stringify([{
    type: 'csp-violation',
    body: { documentURL: `${desk.url}/p/secret-of-a-customer`, blockedURL: 'https://evil.example/p/secret-of-a-customer', effectiveDirective: 'img-src' },
  }]);
  assert.equal((await ask(desk.url, 'POST', '/csp-reports', report, { 'content-type': 'application/reports+json' })).status, 204);
  const line = await eventually('the line', () => desk.log.split('\n').find((one) => one.includes('csp.refused directive=img')));
  assert.match(line, /directive=img-src blocked=https:\/\/evil\.example$/);
  assert.doesNotMatch(desk.log, /secret-of-a-customer/);
});

test('AC-140: whatever needs a session is not stored', async () => {
  for (const path of ['/api/v1/session', '/api/v1/desk', '/api/v1/colleagues'])
    assert.equal((await amara.get(path)).headers.get('cache-control'), 'no-store');
});

test('AC-139: another origin gets no leave to read', async () => {
  for (const origin of ['https://evil.example', 'null', `http://sub.${desk.host}`]) {
    const answer = await amara.get('/api/v1/session', { origin });
    assert.equal(answer.headers.get('access-control-allow-origin'), null);
    assert.equal(answer.headers.get('access-control-allow-credentials'), null);
  }
});

test('AC-145: a problem names its kind, its field and its id, and nothing of the inside', async () => {
  const { body, headers } = await amara.post('/api/v1/tickets', { subject: 7 });
  assert.equal(headers.get('content-type'), 'application/problem+json');
  assert.deepEqual(Object.keys(body).sort(), ['detail', 'field', 'instance', 'key', 'status', 'title', 'type']);
  assert.equal(body.status, 422);
  assert.equal(body.field, 'subject');
  assert.match(body.key, /^json\./);
  assert.match(body.instance, /^[0-9a-f]{8}-\d+$/);
  assert.doesNotMatch(JSON.stringify(body), /SELECT|sqlite|\.c:|\/src\//i);
});
