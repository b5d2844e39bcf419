// The API as programs use it: problems that name the field, doing once what is asked twice, conflicts, files, the description.

import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { eventually, program, startDesk, type Desk } from '../lib/desk.ts';
import { mailOf } from '../lib/lmtp.ts';
import { ask, type Session } from '../lib/session.ts';

const root = join(import.meta.dirname, '../..');
let desk: Desk;
let amara: Session;
before(async () => {
  desk = await startDesk({ env: { BUCKSTOP_UNDO: '600' } });
  amara = await desk.signIn();
});
after(() => desk.end());

const problem = (more: object = {}) => ({ subject: 'My wheel', text: 'It cracked.', customer_address: 'tomas@example.org', customer_name: 'Tomás Vidal', channel: 'phone', ...more });
const answer = (version: number, more: object = {}) => ({ kind: 'reply', text: 'I will look at it today.', version, promises: [], kept: [], propose: false, wait: false, ...more });

async function created(more: object = {}): Promise<any> {
  const { status, body } = await amara.post('/api/v1/tickets', problem(more));
  assert.equal(status, 201, JSON.stringify(body));
  return (await amara.get(`/api/v1/tickets/${body.id}`)).body;
}

test('O1: a captured problem is owned by who captured it, with a promise', async () => {
  const { status, headers, body } = await amara.post('/api/v1/tickets', problem());
  assert.equal(status, 201);
  assert.equal(headers.get('location'), `/api/v1/tickets/${body.id}`);
  assert.equal(body.owner_id, amara.me.id);
  const { body: ticket } = await amara.get(`/api/v1/tickets/${body.id}`);
  assert.equal(ticket.owner_name, amara.me.name);
  assert.ok(ticket.promises.some((promise: any) => promise.state === 'open'));
});

const wrong: { name: string; body: unknown; field: string | null; key: RegExp; status?: number }[] = [
  { name: 'a missing field', body: { ...problem(), subject: undefined }, field: 'subject', key: /json\.missing/ },
  { name: 'an empty field', body: problem({ subject: '' }), field: 'subject', key: /json\.missing/ },
  { name: 'a number for a text', body: problem({ text: 7 }), field: 'text', key: /json\.type/ },
  { name: 'a text that is too long', body: problem({ subject: 'a'.repeat(2000) }), field: 'subject', key: /json\.long/ },
  { name: 'a word that is unknown', body: problem({ channel: 'pigeon' }), field: 'channel', key: /json\.word/ },
  { name: 'an address that is none', body: problem({ customer_address: 'not an address' }), field: 'customer_address', key: /./ },
  { name: 'an unknown field', body: problem({ owner_id: 1 }), field: null, key: /json\.unknown/ },
  { name: 'a list', body: [problem()], field: null, key: /json\.(type|syntax)/ },
];
for (const one of wrong)
  test(`AC-077: ${one.name} is refused and named`, async () => {
    const { status, body } = await amara.post('/api/v1/tickets', one.body);
    assert.ok([400, 422].includes(status), `${status}`);
    assert.equal(body.field, one.field);
    assert.match(body.key, one.key);
  });

test('a field that is given twice is refused', async () => {
  const text = JSON.stringify(problem()).replace('{', '{"subject":"other",');
  const { status, body } = await amara.post('/api/v1/tickets', text);
  assert.equal(status, 400);
  assert.equal(body.key, 'json.duplicate');
});

test('a query that does not fit is refused and named', async () => {
  for (const [query, field] of [['limit=x', 'limit'], ['limit=1&limit=2', 'limit'], ['owner=-1', 'owner']])
    assert.equal((await amara.get(`/api/v1/tickets?${query}`)).body.field, field, query);
  assert.equal((await amara.get('/api/v1/tickets?color=red')).body.key, 'form.unknown');
});

test('F-33: the same request with the same key is done once and answered alike', async () => {
  const key = { 'idempotency-key': 'one-key' };
  const first = await amara.post('/api/v1/tickets', problem({ subject: 'Only once' }), key);
  const second = await amara.post('/api/v1/tickets', problem({ subject: 'Only once' }), key);
  assert.equal(second.status, 201);
  assert.deepEqual(second.body, first.body);
});

test('F-33: two at the same time make one', async () => {
  const key = { 'idempotency-key': 'parallel-key' };
  const both = await Promise.all(Array.from({ length: 6 }, () => amara.post('/api/v1/tickets', problem({ subject: 'In parallel' }), key)));
  const made = both.filter((one) => one.status === 201);
  assert.ok(made.length >= 1);
  assert.equal(new Set(made.map((one) => one.body.id)).size, 1);
  for (const one of both) assert.ok([201, 503].includes(one.status), `${one.status}`);
  const { body } = await amara.get('/api/v1/tickets?limit=100');
  assert.equal(body.tickets.filter((row: any) => row.subject === 'In parallel').length, 1);
});

test('F-33: the same key with another request is refused', async () => {
  const key = { 'idempotency-key': 'other-key' };
  assert.equal((await amara.post('/api/v1/tickets', problem(), key)).status, 201);
  const other = await amara.post('/api/v1/tickets', problem({ subject: 'Another' }), key);
  assert.equal(other.status, 422);
  assert.equal(other.body.key, 'idempotency.other');
});

test('F-33: an answer that is sent twice is one message', async () => {
  const ticket = await created();
  const key = { 'idempotency-key': `answer-${ticket.id}` };
  const path = `/api/v1/tickets/${ticket.id}/messages`;
  const [first, second] = [await amara.post(path, answer(ticket.version), key), await amara.post(path, answer(ticket.version), key)];
  assert.equal(first.status, 201);
  assert.deepEqual(second.body, first.body);
  const { body } = await amara.get(`/api/v1/tickets/${ticket.id}`);
  assert.equal(body.messages.filter((message: any) => message.direction === 'out' && message.kind === 'email').length, 1);
});

test('G8: who answers what has changed is told, and nothing is overwritten', async () => {
  const ticket = await created();
  const path = `/api/v1/tickets/${ticket.id}/messages`;
  assert.equal((await amara.post(path, answer(ticket.version))).status, 201);
  const late = await amara.post(path, answer(ticket.version, { text: 'I was late.' }));
  assert.equal(late.status, 409);
  assert.equal(late.body.key, 'ticket.changed');
  const { body } = await amara.get(`/api/v1/tickets/${ticket.id}`);
  assert.ok(!body.messages.some((message: any) => message.text === 'I was late.'));
});

test('P4: times in a draft are found, with the place where they stand', async () => {
  const ticket = await created();
  const { body } = await amara.post(`/api/v1/tickets/${ticket.id}/read`, { text: 'I’ll send you a label within two hours.' });
  assert.equal(body.promises.length, 1);
  assert.equal('I’ll send you a label within two hours.'.slice(body.promises[0].start, body.promises[0].start + body.promises[0].length), body.promises[0].phrase);
});

test('a page of tickets continues where it ended', async () => {
  for (let i = 0; i < 3; i++) await created({ subject: `Page ${i}` });
  const first = (await amara.get('/api/v1/tickets?limit=2')).body;
  assert.equal(first.tickets.length, 2);
  assert.equal(first.more, true);
  const second = (await amara.get(`/api/v1/tickets?limit=2&after=${encodeURIComponent(first.next)}`)).body;
  const ids = [...first.tickets, ...second.tickets].map((row: any) => row.id);
  assert.equal(new Set(ids).size, ids.length);
});

const boundary = 'b0undary';
const pixel = 'R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7';
async function mailed(): Promise<any> {
  const parts = [
    `--${boundary}`, 'Content-Type: multipart/related; boundary="inner"', '',
    '--inner', 'Content-Type: text/html; charset=utf-8', '', '<p>It <b>cracked</b>.</p><script>alert(1)</script><img src="cid:pixel@x"><img src="https://tracker.example/p.gif">',
    '--inner', 'Content-Type: image/gif', 'Content-ID: <pixel@x>', 'Content-Disposition: inline; filename="pixel.gif"', 'Content-Transfer-Encoding: base64', '', pixel,
    '--inner--',
    `--${boundary}`, 'Content-Type: text/html; name="x"', "Content-Disposition: attachment; filename*=UTF-8''..%2F%22Foto%22%20%C3%A4.html", '', '<script>alert(1)</script>',
    `--${boundary}--`,
  ].join('\r\n');
  const subject = `A mail with all ${Math.random()}`;
  const mail = mailOf({ subject, text: parts }).replace('Content-Type: text/plain; charset=utf-8', `Content-Type: multipart/mixed; boundary="${boundary}"`);
  assert.match(await desk.deliver(mail), /^250/);
  const row = await eventually('the mail', async () => (await amara.get('/api/v1/tickets?limit=50')).body.tickets.find((one: any) => one.subject === subject));
  const { body } = await amara.get(`/api/v1/tickets/${row.id}`);
  return { ...body.messages.find((message: any) => message.direction === 'in'), mail };
}

test('AC-045: a file is a download with a harmless name, whatever it is', async () => {
  const message = await mailed();
  const file = message.attachments.find((one: any) => /\.html$/.test(one.name));
  const { status, headers, body } = await amara.get(`/api/v1/attachments/${file.id}`);
  assert.equal(status, 200);
  assert.equal(headers.get('content-type'), 'application/octet-stream');
  assert.match(headers.get('content-disposition') ?? '', /^attachment; filename="[\w.-]+"; filename\*=UTF-8''[\w.~%-]+$/);
  assert.doesNotMatch(decodeURIComponent(headers.get('content-disposition') ?? ''), /\.\.|\//);
  assert.match(headers.get('content-security-policy') ?? '', /^sandbox; default-src 'none'/);
  assert.match(body, /alert/);
});

test('G5: the mail can be had as it came', async () => {
  const message = await mailed();
  const { headers, body } = await amara.get(`/api/v1/messages/${message.id}/raw`);
  assert.match(headers.get('content-disposition') ?? '', /^attachment; filename="message-\d+\.eml"/);
  assert.ok(body.includes(`boundary="${boundary}"`));
});

test('G11: the frame of a mail runs nothing, loads nothing of others, and may stand in our page only', async () => {
  const message = await mailed();
  const { status, headers, body } = await amara.get(`/api/v1/messages/${message.id}/html`);
  assert.equal(status, 200);
  const policy = headers.get('content-security-policy') ?? '';
  for (const part of [/^sandbox /, /default-src 'none'/, /frame-ancestors 'self'/, /img-src 'self';/]) assert.match(policy, part);
  assert.doesNotMatch(policy, /script-src|allow-scripts|allow-same-origin/);
  assert.equal(headers.get('x-frame-options'), null);
  assert.equal(headers.get('cross-origin-embedder-policy'), 'require-corp');
  assert.match(body, /<b>cracked<\/b>/);
  assert.doesNotMatch(body, /<script|alert| src="https:/);
});

test('AC-150: pictures of others load when the reader asks, without credentials and referrer', async () => {
  const message = await mailed();
  const { headers, body } = await amara.get(`/api/v1/messages/${message.id}/html?images=1`);
  assert.match(headers.get('content-security-policy') ?? '', /img-src 'self' https:/);
  assert.equal(headers.get('cross-origin-embedder-policy'), 'credentialless');
  assert.match(body, /referrerpolicy="no-referrer" src="https:\/\/tracker\.example\/p\.gif"/);
});

test('a picture of the mail itself comes by a signed address without a session, and by no other', async () => {
  const message = await mailed();
  const { body } = await amara.get(`/api/v1/messages/${message.id}/html`);
  const address = /src="(\/api\/v1\/messages\/\d+\/image\?[^"]+)"/.exec(body)![1]!.replaceAll('&amp;', '&');
  const image = await ask(desk.url, 'GET', address);
  assert.equal(image.status, 200);
  assert.equal(image.headers.get('content-type'), 'image/gif');
  assert.equal(image.headers.get('cross-origin-resource-policy'), 'cross-origin');
  for (const forged of [address.replace(/sign=./, 'sign='), address.replace(/until=\d/, 'until=9'), address.replace(/cid=/, 'cid=x'), address.replace(/messages\/\d+/, 'messages/1'), address.split('&sign')[0]!])
    assert.ok([404, 422].includes((await ask(desk.url, 'GET', forged)).status), forged);
});

test('AC-080: there are no set-up or debug routes', async () => {
  for (const path of ['/install', '/setup', '/debug', '/metrics', '/api', '/api/v1', '/.env', '/.git/config', '/server-status'])
    assert.equal((await ask(desk.url, 'GET', path)).status, 404, path);
});

test('the service says that it lives and that its database answers', async () => {
  assert.equal((await ask(desk.url, 'GET', '/health')).body, 'alive\n');
  assert.equal((await ask(desk.url, 'GET', '/ready')).body, 'ready\n');
});

test('the description names each route of the API once, and every schema that it refers to', async () => {
  const { body } = await ask(desk.url, 'GET', '/api/v1/openapi.json');
  assert.equal(body.openapi, '3.1.0');
  const printed = execFileSync(program, ['dev', 'routes'], { encoding: 'utf8' }).split('\n').filter((line) => line.includes(' /api/'));
  let operations = 0;
  for (const path of Object.values<any>(body.paths)) operations += Object.keys(path).length;
  assert.equal(operations, printed.length);
  const references = JSON.stringify(body).match(/#\/components\/schemas\/\w+/g) ?? [];
  for (const reference of references) assert.ok(body.components.schemas[reference.split('/').pop()!], reference);
});

test('answers have the fields that the description promises, of the types that it promises', async () => {
  const { body: description } = await ask(desk.url, 'GET', '/api/v1/openapi.json');
  const ticket = await created();
  const samples: [string, any][] = [
    ['Me', (await amara.get('/api/v1/session')).body], ['Desk', (await amara.get('/api/v1/desk')).body],
    ['Ticket', ticket], ['TicketPage', (await amara.get('/api/v1/tickets')).body],
    ['ColleagueList', (await amara.get('/api/v1/colleagues')).body], ['HandoverDraft', (await amara.get(`/api/v1/tickets/${ticket.id}/handover`)).body],
  ];
  for (const [name, value] of samples) fits(description.components.schemas, name, value, name);
});

function fits(schemas: any, name: string, value: any, place: string): void {
  const schema = schemas[name];
  assert.deepEqual(Object.keys(value).sort(), Object.keys(schema.properties).sort(), place);
  for (const [key, property] of Object.entries<any>(schema.properties)) {
    const types: string[] = [property.type].flat();
    const found = value[key];
    if (types.includes('array')) found.forEach((item: any, i: number) => fits(schemas, property.items.$ref.split('/').pop(), item, `${place}.${key}[${i}]`));
    else if (found === null) assert.ok(types.includes('null'), `${place}.${key} is null`);
    else assert.equal(typeof found, types[0] === 'integer' ? 'number' : types[0], `${place}.${key}`);
  }
}

test('the committed description, types and tables are those of this program', () => {
  const checked = spawnSync(join(root, 'tools/write-api.sh'), [program, '--check'], { encoding: 'utf8' });
  assert.equal(checked.status, 0, checked.stdout + checked.stderr);
  assert.ok(readFileSync(join(root, 'docs/openapi.json'), 'utf8').length > 1000);
});
