// What an answer carries: files that were put in, copies, the signature of its domain. Mails lie in a folder here.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { request } from 'node:http';
import { after, before, test } from 'node:test';
import { eventually, mailbox, startDesk, type Desk } from '../lib/desk.ts';
import { mailOf } from '../lib/lmtp.ts';
import type { Answer, Session } from '../lib/session.ts';

let desk: Desk;
let amara: Session;
before(async () => {
  desk = await startDesk({ env: { BUCKSTOP_RECEIPT_AFTER: '3600' } });
  amara = await desk.signIn();
});
after(() => desk.end());

async function ticketOf(subject: string): Promise<any> {
  assert.match(await desk.deliver(mailOf({ subject, from: 'tomas@example.org', to: mailbox })), /^250/);
  const { body } = await amara.get('/api/v1/tickets?limit=100');
  const { id } = body.tickets.find((ticket: any) => ticket.subject === subject);
  return (await amara.get(`/api/v1/tickets/${id}`)).body;
}

function put(name: string, bytes: Buffer, more: Record<string, string> = {}): Promise<Answer> {
  return amara.ask('POST', `/api/v1/uploads?name=${encodeURIComponent(name)}`, bytes, { 'content-type': 'application/octet-stream', ...more });
}

async function answer(ticket: any, more: object): Promise<Answer> {
  return amara.post(`/api/v1/tickets/${ticket.id}/messages`, { kind: 'reply', text: 'Here it is.', version: ticket.version, wait: true, ...more });
}

const mailsWith = (text: string): string[] => {
  try {
    return desk.outbox().filter((mail) => mail.includes(text));
  } catch {
    return [];
  }
};

test('a file that is put in travels with the answer, byte for byte, and comes back as a download', async () => {
  const ticket = await ticketOf('a file, please');
  const bytes = Buffer.from(Array.from({ length: 300_000 }, (_, i) => (i * 31) % 127));
  const upload = await put('Plan ä.pdf', bytes);
  assert.equal(upload.status, 201, JSON.stringify(upload.body));
  assert.deepEqual({ ...upload.body, id: 0 }, { id: 0, name: 'Plan ä.pdf', type: 'application/pdf', size: 300_000, inline: false, cid: null });
  assert.equal((await answer(ticket, { text: 'With a plan.', attachments: [{ id: upload.body.id }] })).status, 201);
  const [mail] = await eventually('the mail', () => (mailsWith('With a plan.').length > 0 ? mailsWith('With a plan.') : undefined));
  assert.match(mail!, /Content-Type: application\/pdf\r\nContent-Disposition: attachment;\r\n filename\*0\*=UTF-8''Plan%20%C3%A4\.pdf/);
  const part = /attachment;[\s\S]*?\r\n\r\n([A-Za-z0-9+/=\r\n]+)\r\n--/.exec(mail!)![1]!;
  assert.ok(Buffer.from(part, 'base64').equals(bytes));
  const { body: read } = await amara.get(`/api/v1/tickets/${ticket.id}`);
  const [attachment] = read.messages.at(-1).attachments;
  const download = await fetch(`${desk.url}/api/v1/attachments/${attachment.id}`, { headers: amara.headers });
  assert.ok(Buffer.from(await download.arrayBuffer()).equals(bytes));
});

const DOT = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');
const picture = (id: number, session = amara) => fetch(`${desk.url}/api/v1/pictures/${id}`, { headers: session.headers });

test('a picture is shown to its writer in the draft, and to who may read the ticket once it was sent', async () => {
  const ticket = await ticketOf('a picture, please');
  const { body: upload } = await put('dot.gif', DOT);
  const shown = await picture(upload.id);
  assert.deepEqual([shown.status, shown.headers.get('content-type'), shown.headers.get('content-disposition')], [200, 'image/gif', null]);
  assert.match(shown.headers.get('content-security-policy') ?? '', /^sandbox/);
  assert.ok(Buffer.from(await shown.arrayBuffer()).equals(DOT));
  assert.equal((await answer(ticket, { text: `Look: ![the left dot](upload:${upload.id})`, attachments: [{ id: upload.id }] })).status, 201);
  const { body: read } = await amara.get(`/api/v1/tickets/${ticket.id}`);
  const message = read.messages.at(-1);
  const [attachment] = message.attachments;
  assert.deepEqual([attachment.inline, attachment.id], [true, upload.id]);
  assert.ok(message.text.includes(`](cid:${attachment.cid})`), message.text);
  assert.equal((await picture(attachment.id)).status, 200);
  const [mail] = await eventually('the mail', () => (mailsWith('[the left dot]').length > 0 ? mailsWith('[the left dot]') : undefined));
  assert.match(mail!, /multipart\/alternative[\s\S]*text\/plain[\s\S]*multipart\/related[\s\S]*text\/html[\s\S]*Content-Type: image\/gif\r\nContent-Disposition: inline/);
});

test('AC-034: what only says that it is a picture is shown to nobody; AC-047: nor is a picture of somebody else’s draft', async () => {
  const { body: fake } = await put('fake.png', Buffer.from('<script>alert(1)</script>'));
  assert.equal((await picture(fake.id)).status, 404);
  const { body: upload } = await put('dot.gif', DOT);
  desk.addColleague('sam@desk.example', 'Sam Other', 'admin');
  const sam = await desk.signIn('sam@desk.example');
  assert.equal((await picture(upload.id, sam)).status, 404);
  assert.equal((await picture(upload.id)).status, 200);
});

test('AC-134: a file over the limit is refused before it is sent', async () => {
  const status = await new Promise<number>((resolve, reject) => {
    const asked = request(`${desk.url}/api/v1/uploads?name=large`, { method: 'POST', headers: { ...amara.headers, 'content-length': 21 * 1024 * 1024 } }, (answered) => resolve(answered.statusCode ?? 0));
    asked.once('error', reject);
    asked.flushHeaders();
  });
  assert.equal(status, 413);
});

test('without a session nothing is kept', async () => {
  const { status } = await fetch(`${desk.url}/api/v1/uploads?name=x`, { method: 'POST', body: 'x' });
  assert.equal(status, 401);
});

test('a copy is the same mail with a way back of its own; a blind one stands in no header', async () => {
  const ticket = await ticketOf('for three');
  const said = await answer(ticket, { text: 'To three.', cc: [{ address: 'boss@example.org', name: 'The Boss' }], bcc: [{ address: 'law@example.net' }] });
  assert.equal(said.status, 201, JSON.stringify(said.body));
  const mails = await eventually('three copies', () => (mailsWith('To three.').length === 3 ? mailsWith('To three.') : undefined));
  const all = (field: string) => new Set(mails.map((mail) => new RegExp(`^${field}: (.*)\r$`, 'm').exec(mail)?.[1]));
  assert.deepEqual([...all('Message-ID')].length, 1);
  assert.deepEqual([...all('Cc')], ['The Boss <boss@example.org>']);
  assert.equal(all('Reply-To').size, 3);
  assert.ok(mails.every((mail) => !mail.includes('law@example.net')));
  assert.equal(mails.filter((mail) => mail.includes('/p/')).length, 2);

  const { body: read } = await amara.get(`/api/v1/tickets/${ticket.id}`);
  assert.deepEqual(read.cc, [{ address: 'boss@example.org', name: 'The Boss' }]);
  const state = await eventually('three fates', async () => {
    const { body } = await amara.get(`/api/v1/tickets/${ticket.id}`);
    const { recipients } = body.messages.at(-1);
    return recipients.every((each: any) => each.state === 'sent') ? recipients : undefined;
  });
  assert.deepEqual(state.map((each: any) => `${each.kind} ${each.address}`), ['to tomas@example.org', 'cc boss@example.org', 'bcc law@example.net']);

  assert.equal((await amara.post(`/api/v1/tickets/${ticket.id}/copies`, { cc: [] })).status, 204);
  assert.deepEqual((await amara.get(`/api/v1/tickets/${ticket.id}`)).body.cc, []);
});

test('an answer waits for its time; who may answer can send it at once', async () => {
  const ticket = await ticketOf('later');
  const said = await answer(ticket, { text: 'This waited.', send_at_ms: Date.now() + 60_000 });
  assert.equal(said.status, 201, JSON.stringify(said.body));
  const { body: read } = await amara.get(`/api/v1/tickets/${ticket.id}`);
  assert.ok(read.messages.at(-1).send_ms > Date.now());
  assert.deepEqual(mailsWith('This waited.'), []);
  assert.equal((await amara.post(`/api/v1/messages/${said.body.id}/send`)).status, 204);
  await eventually('the mail', () => mailsWith('This waited.').length === 1 || undefined);
});

test('an answer for later waits when the customer writes before it, and leaves by a colleague’s word', async () => {
  const ticket = await ticketOf('a word comes between');
  const first = await answer(ticket, { text: 'The first one.' });
  assert.equal(first.status, 201);
  const [sent] = await eventually('the first answer', () => (mailsWith('The first one.').length > 0 ? mailsWith('The first one.') : undefined));
  const back = /^Reply-To: (?:.*<)?([^\s>]+@desk\.example)/m.exec(sent!)![1]!;
  const now = async (): Promise<any> => (await amara.get(`/api/v1/tickets/${ticket.id}`)).body;
  const before = await now();
  assert.equal((await answer({ ...ticket, version: before.version }, { text: 'As agreed, then.', send_at_ms: before.now_ms + 600_000 })).status, 201);
  assert.match(await desk.deliver(mailOf({ subject: 'Re: a word comes between', from: 'tomas@example.org', to: back, text: 'Wait, it is the other wheel.' }), back), /^250/);
  const waits = async (): Promise<any> => (await now()).messages.find((one: any) => one.text === 'As agreed, then.');
  assert.equal((await waits()).overtaken, true);
  assert.equal(mailsWith('As agreed, then.').length, 0);
  assert.equal((await amara.post(`/api/v1/messages/${(await waits()).id}/send`)).status, 204);
  await eventually('the answer', () => mailsWith('As agreed, then.').length > 0 || undefined);
});

test('my signature stands below my answers', async () => {
  assert.equal((await amara.post('/api/v1/me/signature', { text: 'Amara O.\nWheels' })).status, 204);
  assert.equal((await amara.get('/api/v1/session')).body.signature, 'Amara O.\nWheels');
  const ticket = await ticketOf('signed');
  assert.match(ticket.sign_off, /^Amara O\.\nWheels/);
  assert.equal((await answer(ticket, { text: 'With a name below.' })).status, 201);
  await eventually('the mail', () => mailsWith('With a name below.').some((mail) => /-- \r\nAmara O\.\r\nWheels\r\n/.test(mail.replace(/=20\r\n/g, ' \r\n').replace(/=\r\n/g, ''))) || undefined);
});

// An independent reader of DKIM, from the distribution's own Python.
const python = '/usr/bin/python3';
const verifier = `
import dkim, json, sys
asked = json.load(sys.stdin)
records = {name.encode(): record.encode() for name, record in asked['records'].items()}
def good(number):
    try:
        return bool(dkim.DKIM(asked['mail'].encode('latin1')).verify(idx=number, dnsfunc=lambda name, timeout=5: records.get(name)))
    except dkim.ValidationError:
        return False
print(json.dumps([good(number) for number in range(asked['signatures'])]))
`;
const noVerifier = existsSync('/usr/lib/python3/dist-packages/dkim/__init__.py') ? false : 'python3-dkim is not installed';

test('RFC 6376, 8463: both signatures of a domain are good for an independent reader, and for no changed mail', { skip: noVerifier }, async () => {
  const printed = desk.run('dkim', 'make', 'desk.example');
  const records = Object.fromEntries([...printed.matchAll(/^(\S+) IN TXT \((.*)\)$/gm)].map(([, name, strings]) => [name!, [...strings!.matchAll(/"([^"]*)"/g)].map((each) => each[1]).join('')]));
  assert.equal(Object.keys(records).length, 2);
  const selector = /^(\S+?)\._domainkey/.exec(printed)![1]!;

  const before = await ticketOf('not signed yet');
  await answer(before, { text: 'Not signed.' });
  const [unsigned] = await eventually('the mail', () => (mailsWith('Not signed.').length ? mailsWith('Not signed.') : undefined));
  assert.ok(!unsigned!.includes('DKIM-Signature'));

  desk.run('dkim', 'use', 'desk.example', selector);
  const ticket = await ticketOf('signed by the domain');
  const { body: upload } = await put('täglich.txt', Buffer.from('a\n \n\nb  c\n\n'));
  await answer(ticket, { text: 'Unterschrieben: süß   und  fett\n\n\n.\nEnde', attachments: [{ id: upload.id }], cc: [{ address: 'boss@example.org' }], quote_history: true });
  const mails = await eventually('both copies', () => (mailsWith('signed by the domain').filter((mail) => mail.includes('Unterschrieben')).length === 2 ? mailsWith('Unterschrieben') : undefined));
  const verify = (mail: string): boolean[] => JSON.parse(execFileSync(python, ['-c', verifier], { input: JSON.stringify({ mail, records, signatures: 2 }), encoding: 'utf8' }));
  for (const mail of mails) {
    const bytes = Buffer.from(mail, 'utf8').toString('latin1');
    assert.deepEqual(verify(bytes), [true, true]);
    assert.deepEqual(verify(bytes.replace('Subject: Re: signed', 'Subject: Re: resigned')), [false, false]);
    assert.deepEqual(verify(bytes.replace('From: ', 'From: mallory@evil.example\r\nFrom: ')), [false, false]);
    assert.deepEqual(verify(bytes.replace('Unterschrieben', 'Unterschriebem')), [false, false]);
  }
  assert.match(desk.run('dkim', 'list'), /^signs\t/m);
  desk.run('dkim', 'remove', 'desk.example', selector);
  assert.equal(desk.run('dkim', 'list'), '');
});
