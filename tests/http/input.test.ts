// What comes from outside is text, whatever it looks like (AC-033, AC-062, AC-069, AC-072, AC-080, AC-100, AC-103, AC-104, AC-110, AC-113, AC-114).

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { admin, eventually, password, startDesk, type Desk } from '../lib/desk.ts';
import { mailOf } from '../lib/lmtp.ts';
import { linkIn } from '../lib/page.ts';
import { send } from '../lib/raw.ts';
import { ask, type Session } from '../lib/session.ts';

let desk: Desk;
let amara: Session;
before(async () => {
  desk = await startDesk();
  amara = await desk.signIn();
});
after(() => desk.end());

const json = { 'content-type': 'application/json' };
const problem = { subject: 'Hub', text: 'It cracked.', customer_address: 'ana@example.org', customer_name: 'Ana', channel: 'phone' };

test('AC-069: a link in a mail has the desk’s own address, whatever Host and X-Forwarded-Host say', async () => {
  const evil = { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https' };
  assert.equal((await amara.post('/api/v1/tickets', { ...problem, customer_address: 'host@example.org' }, evil)).status, 201);
  assert.match(await desk.deliver(mailOf({ from: 'host2@example.org' })), /^250/);
  const receipt = await eventually('the receipt', () => desk.outbox().find((mail) => mail.includes('host2@example.org')));
  assert.ok(linkIn(receipt)!.startsWith(`${desk.url}/p/`));
  for (const mail of desk.outbox()) assert.ok(!mail.includes('evil.example'));
});

test('AC-072: a header that names a user signs nobody in', async () => {
  for (const name of ['x-forwarded-user', 'remote-user', 'x-remote-user', 'x-auth-request-email', 'authorization'])
    assert.equal((await ask(desk.url, 'GET', '/api/v1/session', undefined, { [name]: admin })).status, 401, name);
});

test('AC-080: there is nothing to set up, debug or install over HTTP', async () => {
  for (const path of ['/install', '/setup', '/admin/setup', '/api/v1/setup', '/debug', '/tools', '/metrics', '/status', '/.env', '/server-status'])
    assert.equal((await ask(desk.url, 'GET', path)).status, 404, path);
});

test('AC-100: health and readiness tell strangers one word', async () => {
  assert.equal((await ask(desk.url, 'GET', '/health')).body, 'alive\n');
  assert.equal((await ask(desk.url, 'GET', '/ready')).body, 'ready\n');
});

test('AC-062: tokens of sessions and links are 256 bits of chance each, never alike', async () => {
  const tokens = new Set<string>();
  for (let n = 0; n < 5; n++) {
    const session = await desk.signIn(admin, password);
    tokens.add(/=([a-z2-7]{52})$/.exec(session.cookie)![1]!);
  }
  for (const mail of desk.outbox()) tokens.add(/\/p\/([a-z2-7]{52})/.exec(linkIn(mail) ?? '')?.[1] ?? mail);
  assert.ok(tokens.size >= 6);
});

const payloads = ["'", "' OR '1'='1", '1; DROP TABLE ticket; --', "1' UNION SELECT password_hash FROM colleague --", '%', '_', '\\', '$1', ':id', '?1', '\u0000', '"', '*', '^', 'NEAR(', '(((', 'a AND', 'NOT', '-', 'col:x', '𝕏', '\u202e'];

test('AC-103, AC-104: no word of a filter or a search is more than a word', async () => {
  await amara.post('/api/v1/tickets', problem);
  const all = (await amara.get('/api/v1/tickets')).body.tickets.length;
  assert.ok(all > 0);
  for (const payload of payloads)
    for (const name of ['q', 'state', 'owner', 'team', 'before', 'limit', 'sort', 'fields']) {
      const begin = Date.now();
      const answer = await amara.get(`/api/v1/tickets?${name}=${encodeURIComponent(payload)}`);
      assert.ok([200, 400, 422].includes(answer.status), `${name}=${payload}: ${answer.status} ${JSON.stringify(answer.body)}`);
      assert.ok(Date.now() - begin < 2000);
      assert.doesNotMatch(JSON.stringify(answer.body), /argon2|sqlite|syntax error/i);
    }
  assert.equal((await amara.get('/api/v1/tickets')).body.tickets.length, all);
  assert.ok([200, 400, 414, 431].includes((await amara.get(`/api/v1/tickets?q=${'hub '.repeat(1500)}`)).status));
});

const strange: [string, string][] = [
  ['a million brackets', '['.repeat(1_000_000)],
  ['deep objects', '{"a":'.repeat(200) + '1' + '}'.repeat(200)],
  ['a name twice', '{"subject":"a","subject":"b"}'],
  ['a number that is none', '{"subject":1e400}'],
  ['a lone surrogate', '{"subject":"\\ud800"}'],
  ['a NUL', '{"subject":"a\\u0000b"}'],
  ['a list for a text', '{"subject":["a"]}'],
  ['an id beyond 53 bits', '{"subject":"a","text":"b","team_id":9223372036854775808}'],
  ['an unknown field', '{"subject":"a","is_admin":true}'],
  ['nothing', ''],
];
for (const [name, body] of strange)
  test(`AC-110: ${name} is refused, and says so`, async () => {
    const answer = await amara.post('/api/v1/tickets', body);
    assert.ok(answer.status >= 400 && answer.status < 500, `${answer.status}`);
    assert.equal(answer.headers.get('content-type'), 'application/problem+json');
  });

test('AC-114: percent signs in every text field stay what they are', async () => {
  const evil = '%n%s%x%99999d %p\u2028{{subject}} ${x} <%= y %>';
  const made = await amara.post('/api/v1/tickets', { ...problem, subject: evil, text: evil, customer_name: evil });
  assert.equal(made.status, 201, JSON.stringify(made.body));
  const shown = (await amara.get(`/api/v1/tickets/${made.body.id}`)).body;
  assert.equal(shown.subject, evil);
  assert.ok(shown.messages.some((message: { text: string }) => message.text === evil));
});

for (const [name, length] of [['a negative length', '-1'], ['a length beyond 64 bits', '99999999999999999999999'], ['2 GiB', '2147483648']] as const)
  test(`AC-114: ${name} is refused`, async () => {
    const [answer] = await send(desk.port, `POST /api/v1/tickets HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ${length}\r\n\r\n{}`);
    assert.ok(answer === undefined || [400, 401, 403, 413].includes(answer.status), `${answer?.status}`);
  });

test('AC-114: a chunk whose size overflows ends the connection', async () => {
  const [answer] = await send(desk.port, 'POST /api/v1/session HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\n{}\r\n0\r\n\r\n');
  assert.ok(answer === undefined || (answer.status >= 400 && answer.status < 500), `${answer?.status}`);
});

const types = ['text/html', 'image/svg+xml', 'application/xhtml+xml', 'text/xml', 'text/html;x', 'image/png'];

test('AC-033, AC-034, AC-113: a file of a mail is a download and nothing else, whatever its type and name', async () => {
  const part = (type: string, n: number): string =>
    `--b\r\nContent-Type: ${type}\r\nContent-Disposition: attachment; filename*=UTF-8''x%22%0D%0ASet-Cookie%3A%20a${n}.html\r\nContent-Transfer-Encoding: 7bit\r\n\r\n<script>alert(${n})</script>\r\n`;
  const mail = `From: files@example.org\r\nTo: help@desk.example\r\nSubject: Files\r\nMessage-ID: <files@example.org>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nLook.\r\n${types.map(part).join('')}--b--\r\n`;
  assert.match(await desk.deliver(mail), /^250/);
  const ticket = await eventually('the ticket', async () => (await amara.get('/api/v1/desk')).body.rows.find((row: { subject: string }) => row.subject === 'Files'));
  const files = (await amara.get(`/api/v1/tickets/${ticket.id}`)).body.messages.flatMap((message: { attachments: unknown[] }) => message.attachments);
  assert.equal(files.length, types.length);
  for (const file of files) {
    const answer = await amara.get(`/api/v1/attachments/${file.id}`);
    assert.equal(answer.status, 200);
    assert.match(answer.headers.get('content-disposition') ?? '', /^attachment; filename="[\w.-]+"; filename\*=UTF-8''[\w%.-]+$/);
    assert.equal(answer.headers.get('content-type'), 'application/octet-stream');
    assert.equal(answer.headers.get('x-content-type-options'), 'nosniff');
    assert.match(answer.headers.get('content-security-policy') ?? '', /^sandbox; default-src 'none'/);
    assert.equal(answer.headers.get('set-cookie'), null);
  }
});

test('what is in the log is nobody’s secret (AC-153)', () => {
  assert.doesNotMatch(desk.log, /a password for tests|argon2/);
  assert.ok(!desk.log.includes(amara.cookie.split('=')[1]!));
  for (const mail of desk.outbox()) assert.ok(!desk.log.includes(linkIn(mail)?.split('/p/')[1] ?? '\u0000'));
});
