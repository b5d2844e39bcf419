// The agent app's files and addresses, and what the customers' pages load (AC-043, AC-143).

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startDesk, type Desk } from '../lib/desk.ts';
import { request, send } from '../lib/raw.ts';
import { ask } from '../lib/session.ts';

let desk: Desk;
before(async () => {
  desk = await startDesk();
});
after(() => desk.end());

test('each address of the app shows the one page', async () => {
  const { body: page, headers } = await ask(desk.url, 'GET', '/');
  assert.match(page, /<html/);
  assert.equal(headers.get('cache-control'), 'no-cache');
  for (const path of ['/desk', '/desk/x', '/t/42', '/sign-in', '/sign-in?next=/t/42']) {
    const { status, body } = await ask(desk.url, 'GET', path);
    assert.equal(status, 200, path);
    assert.equal(body, page, path);
  }
});

test('an address with a dot, or of nobody, does not show it', async () => {
  for (const path of ['/desk/x.js', '/t/42.json', '/nothing', '/deskx', '/index.htm', '/assets/nothing.js'])
    assert.equal((await ask(desk.url, 'GET', path)).status, 404, path);
});

test('the page keeps to its policy: no inline script, style or handler, nothing from elsewhere', async () => {
  const { body } = await ask(desk.url, 'GET', '/');
  assert.doesNotMatch(body, /<script(?![^>]* src="\/)[^>]*>/);
  assert.doesNotMatch(body, /<style|\sstyle="|\son\w+="/);
  for (const [, address] of body.matchAll(/(?:src|href)="([^"]+)"/g)) assert.match(address!, /^(\/(?!\/)|data:,)/, address);
});

test('what the page loads is there, kept for long, and packed for whoever takes it so', async () => {
  const { body } = await ask(desk.url, 'GET', '/');
  const scripts = [...body.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map((found) => found[1]!);
  assert.ok(scripts.length >= 2);
  for (const path of scripts) {
    const packed = await send(desk.port, request(`GET ${path} HTTP/1.1`, [`Host: ${desk.host}`, 'Accept-Encoding: gzip', 'Connection: close']));
    assert.equal(packed[0]?.status, 200, path);
    assert.match(packed[0].head, /^cache-control: public, max-age=31536000, immutable/im);
    const plain = await fetch(desk.url + path, { headers: { 'accept-encoding': 'identity' } });
    assert.equal(plain.headers.get('content-encoding'), null);
    assert.equal((await plain.arrayBuffer()).byteLength > 0, true);
  }
});

test('packed and plain are the same file', async () => {
  const page = await fetch(`${desk.url}/page.css`, { headers: { 'accept-encoding': 'identity' } });
  const packed = await fetch(`${desk.url}/page.css`, { headers: { 'accept-encoding': 'gzip' } });
  assert.equal(await packed.text(), await page.text());
});

test('a file that did not change is not sent again', async () => {
  for (const path of ['/', '/page.css', '/fonts/inter-latin-opsz-normal.woff2']) {
    const first = await fetch(desk.url + path);
    const etag = first.headers.get('etag');
    assert.match(etag ?? '', /^"[0-9a-f]+"$/, path);
    const second = await fetch(desk.url + path, { headers: { 'if-none-match': etag! } });
    assert.equal(second.status, 304, path);
    assert.equal(await second.text(), '');
  }
});

test('files can only be read', async () => {
  const { status, headers } = await ask(desk.url, 'POST', '/page.css', 'x');
  assert.equal(status, 405);
  assert.equal(headers.get('allow'), 'GET, HEAD');
});
