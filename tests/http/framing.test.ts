// What the server refuses because two readers could understand it in two ways (RFC 9112; AC-142, AC-143, AC-144, AC-146).

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startDesk, type Desk } from '../lib/desk.ts';
import { open, request, send } from '../lib/raw.ts';

let desk: Desk;
before(async () => {
  desk = await startDesk();
});
after(() => desk.end());

const get = 'GET /health HTTP/1.1';
const post = 'POST /api/v1/session HTTP/1.1';
const json = 'Content-Type: application/json';

interface Refusal {
  name: string;
  bytes: (host: string) => string;
  status: number;
}

const refusals: Refusal[] = [
  { name: 'AC-142: Content-Length with Transfer-Encoding', status: 400, bytes: (host) => request(post, [host, json, 'Content-Length: 5', 'Transfer-Encoding: chunked'], '0\r\n\r\nGET /admin HTTP/1.1\r\n\r\n') },
  { name: 'AC-142: two Content-Lengths that differ', status: 400, bytes: (host) => request(post, [host, json, 'Content-Length: 2', 'Content-Length: 3'], '{} ') },
  { name: 'AC-142: two equal Content-Lengths', status: 400, bytes: (host) => request(post, [host, json, 'Content-Length: 2', 'Content-Length: 2'], '{}') },
  { name: 'AC-142: a Content-Length that is a list', status: 400, bytes: (host) => request(post, [host, json, 'Content-Length: 2, 2'], '{}') },
  { name: 'AC-142: a Content-Length with a sign', status: 400, bytes: (host) => request(post, [host, json, 'Content-Length: +2'], '{}') },
  { name: 'AC-142: a Content-Length in hex', status: 400, bytes: (host) => request(post, [host, json, 'Content-Length: 0x2'], '{}') },
  { name: 'AC-142: two Transfer-Encodings', status: 400, bytes: (host) => request(post, [host, json, 'Transfer-Encoding: chunked', 'Transfer-Encoding: chunked'], '0\r\n\r\n') },
  { name: 'AC-142: Transfer-Encoding: xchunked', status: 400, bytes: (host) => request(post, [host, json, 'Transfer-Encoding: xchunked'], '0\r\n\r\n') },
  { name: 'AC-142: Transfer-Encoding: gzip, chunked', status: 400, bytes: (host) => request(post, [host, json, 'Transfer-Encoding: gzip, chunked'], '0\r\n\r\n') },
  { name: 'AC-142: a folded header line', status: 400, bytes: (host) => request(get, [host, 'X-One: a', ' b', 'X-Two: c']) },
  { name: 'AC-142: a folded last header line', status: 400, bytes: (host) => request(get, [host, 'X-One: a', '\tb']) },
  { name: 'AC-142: a bare line feed between headers', status: 400, bytes: (host) => `${get}\r\n${host}\nX-One: a\r\n\r\n` },
  { name: 'AC-142: a bare line feed after the request line', status: 400, bytes: (host) => `${get}\n${host}\r\n\r\n` },
  { name: 'AC-142: a bare line feed as the empty line', status: 400, bytes: (host) => `${get}\r\n${host}\r\n\n` },
  { name: 'AC-142: a header name with a quote', status: 400, bytes: (host) => request(get, [host, 'X"One: a']) },
  { name: 'AC-142: a header name with a control character', status: 400, bytes: (host) => request(get, [host, 'X\x01One: a']) },
  { name: 'AC-142: an empty header name', status: 400, bytes: (host) => request(get, [host, ': a']) },
  { name: 'AC-142: a control character in a header', status: 400, bytes: (host) => request(get, [host, 'X-One: a\x01b']) },
  { name: 'AC-142: the absolute form of a target', status: 400, bytes: (host) => request('GET http://evil.example/health HTTP/1.1', [host]) },
  { name: 'AC-142: a target without a slash', status: 400, bytes: (host) => request('GET health HTTP/1.1', [host]) },
  { name: 'AC-142: the asterisk form', status: 400, bytes: (host) => request('OPTIONS * HTTP/1.1', [host]) },
  { name: 'AC-142: a fragment in the target', status: 400, bytes: (host) => request('GET /health#x HTTP/1.1', [host]) },
  { name: 'AC-143: an empty segment', status: 404, bytes: (host) => request('GET //health HTTP/1.1', [host]) },
  { name: 'AC-143: a dot segment', status: 404, bytes: (host) => request('GET /./health HTTP/1.1', [host]) },
  { name: 'AC-143: two dots', status: 404, bytes: (host) => request('GET /x/../health HTTP/1.1', [host]) },
  { name: 'AC-143: encoded dots', status: 404, bytes: (host) => request('GET /x/%2e%2e/health HTTP/1.1', [host]) },
  { name: 'AC-143: an encoded slash', status: 404, bytes: (host) => request('GET /api%2fv1/desk HTTP/1.1', [host]) },
  { name: 'AC-143: an encoded letter', status: 404, bytes: (host) => request('GET /he%61lth HTTP/1.1', [host]) },
  { name: 'AC-143: an encoded NUL', status: 404, bytes: (host) => request('GET /health%00 HTTP/1.1', [host]) },
  { name: 'AC-143: a path parameter', status: 404, bytes: (host) => request('GET /health;x=1 HTTP/1.1', [host]) },
  { name: 'AC-143: a slash at the end', status: 404, bytes: (host) => request('GET /health/ HTTP/1.1', [host]) },
  { name: 'AC-143: a backslash', status: 404, bytes: (host) => request('GET /x\\..\\health HTTP/1.1', [host]) },
  { name: 'AC-144: TRACE', status: 405, bytes: (host) => request('TRACE /health HTTP/1.1', [host]) },
  { name: 'AC-144: CONNECT', status: 405, bytes: (host) => request('CONNECT /health HTTP/1.1', [host]) },
  { name: 'AC-144: a method of nobody', status: 405, bytes: (host) => request('BREW /health HTTP/1.1', [host]) },
  { name: 'AC-144: OPTIONS', status: 405, bytes: (host) => request('OPTIONS /health HTTP/1.1', [host]) },
  { name: 'AC-144: a method in lower case', status: 405, bytes: (host) => request('get /health HTTP/1.1', [host]) },
  { name: 'AC-146: no Host', status: 400, bytes: () => request(get, ['X-One: a']) },
  { name: 'AC-146: no Host in HTTP/1.0', status: 400, bytes: () => request('GET /health HTTP/1.0', ['X-One: a']) },
  { name: 'AC-146: two Hosts', status: 400, bytes: (host) => request(get, [host, host]) },
  { name: 'AC-146: the Host of another', status: 421, bytes: () => request(get, ['Host: evil.example']) },
  { name: 'AC-146: a Host that begins like ours', status: 421, bytes: () => request(get, ['Host: 127.0.0.1.evil.example']) },
  { name: 'AC-146: an empty Host', status: 421, bytes: () => request(get, ['Host: ']) },
];

for (const refusal of refusals) {
  test(`${refusal.name} is refused with ${refusal.status} and the connection ends`, async () => {
    const [answer] = await send(desk.port, refusal.bytes(`Host: ${desk.host}`));
    assert.equal(answer?.status, refusal.status);
    assert.ok(answer.closed, 'the connection must not go on');
  });
}

const servedNames = ['localhost', '127.0.0.1', '[::1]', 'localhost:1234', 'LOCALHOST'];
for (const name of servedNames) {
  test(`AC-146: this machine answers as ${name}`, async () => {
    const [answer] = await send(desk.port, request(get, [`Host: ${name}`]));
    assert.equal(answer?.status, 200);
  });
}

test('AC-142: headers of 100 KB are refused and the connection ends', async () => {
  const [answer] = await send(desk.port, request(get, [`Host: ${desk.host}`, `X-Large: ${'a'.repeat(100_000)}`]));
  assert.ok(answer === undefined || [400, 413, 414, 431].includes(answer.status), `${answer?.status}`);
  assert.ok(answer === undefined || answer.closed);
});

test('AC-142: more than a hundred header fields are refused', async () => {
  const many = Array.from({ length: 120 }, (_, i) => `X-${i}: a`);
  const [answer] = await send(desk.port, request(get, [`Host: ${desk.host}`, ...many]));
  assert.equal(answer?.status, 431);
});

test('AC-143: another case is another path', async () => {
  const [answer] = await send(desk.port, request('GET /Health HTTP/1.1', [`Host: ${desk.host}`]));
  assert.equal(answer?.status, 404);
});

test('a target of 9 KB is refused', async () => {
  const [answer] = await send(desk.port, request(`GET /health?${'a'.repeat(9000)} HTTP/1.1`, [`Host: ${desk.host}`]));
  assert.equal(answer?.status, 414);
});

test('a body that is announced too large is refused before it is sent', async () => {
  const [answer] = await send(desk.port, request(post, [`Host: ${desk.host}`, json, 'Content-Length: 999999999']));
  assert.equal(answer?.status, 413);
  assert.ok(answer.closed);
});

test('a chunked body that grows too large is refused', async () => {
  const chunk = `5000\r\n${'a'.repeat(0x5000)}\r\n`;
  const [answer] = await send(desk.port, request(post, [`Host: ${desk.host}`, json, 'Transfer-Encoding: chunked'], `${chunk}${chunk}0\r\n\r\n`));
  assert.equal(answer?.status, 413);
});

test('a body for an address that does not exist is not read', async () => {
  const [answer] = await send(desk.port, request('POST /nothing HTTP/1.1', [`Host: ${desk.host}`, json, 'Content-Length: 999999999']));
  assert.equal(answer?.status, 404);
  assert.ok(answer.closed);
});

test('AC-142: what follows a refused request is not taken for a request', async () => {
  const smuggled = request(post, [`Host: ${desk.host}`, 'Content-Length: 4', 'Transfer-Encoding: chunked'], `0\r\n\r\n${request(get, [`Host: ${desk.host}`])}`);
  const answers = await send(desk.port, smuggled, 2);
  assert.equal(answers.length, 1);
  assert.equal(answers[0]?.status, 400);
});

test('requests that follow each other on one connection are answered in order', async () => {
  const one = request('GET /health HTTP/1.1', [`Host: ${desk.host}`]);
  const other = request('GET /api/v1/nothing HTTP/1.1', [`Host: ${desk.host}`]);
  const answers = await send(desk.port, one + other + one, 3);
  assert.deepEqual(answers.map((answer) => answer.status), [200, 404, 200]);
});

test('AC-144: HEAD has the headers of GET and no body', async () => {
  const socket = await open(desk.port);
  socket.end(request('HEAD /health HTTP/1.1', [`Host: ${desk.host}`, 'Connection: close']));
  let text = '';
  for await (const piece of socket.setEncoding('utf8')) text += piece;
  assert.match(text, /^HTTP\/1\.1 200 /);
  assert.match(text, /content-length: 6/i);
  assert.ok(text.endsWith('\r\n\r\n'));
});

test('AC-144: 405 names the methods that are used there', async () => {
  const [answer] = await send(desk.port, request('PUT /api/v1/session HTTP/1.1', [`Host: ${desk.host}`, 'Content-Length: 0']));
  assert.equal(answer?.status, 405);
  assert.match(answer.head, /^allow: .*POST/im);
});
