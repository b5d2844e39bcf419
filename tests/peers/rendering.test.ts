// Answers as they arrive: sent through Postfix, kept by Dovecot, read by a parser that is not ours, and painted by a browser.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { type Browser, launch } from '../lib/browser.ts';
import { eventually, mailbox, startDesk, type Desk } from '../lib/desk.ts';
import { mailOf } from '../lib/lmtp.ts';
import type { Session } from '../lib/session.ts';
import { missing, startPeers, type Peers } from './peers.ts';

const python = '/usr/bin/python3';
const skip = missing() ?? (existsSync('/usr/lib/python3/dist-packages/dkim/__init__.py') ? undefined : 'python3-dkim is not installed');

/* What Python's own package reads in a mail. */
const reader = `
import email, email.policy, json, sys
import dkim
asked = json.load(sys.stdin)
raw = asked['mail'].encode('latin1')
mail = email.message_from_bytes(raw, policy=email.policy.SMTP)
def part(p):
    return {'type': p.get_content_type(), 'name': p.get_filename(), 'cid': p['Content-ID'], 'how': p.get_content_disposition(),
            'encoding': str(p['Content-Transfer-Encoding']), 'defects': [str(d) for d in p.defects],
            'text': p.get_content() if p.get_content_maintype() == 'text' else None,
            'bytes': None if p.get_content_maintype() in ('text', 'multipart') else p.get_payload(decode=True).hex(),
            'parts': [part(q) for q in p.iter_parts()] if p.is_multipart() else []}
names = {'Subject', 'From', 'To', 'Cc', 'Reply-To', 'In-Reply-To', 'References', 'Message-ID', 'Date', 'Auto-Submitted', 'Precedence', 'List-Unsubscribe'}
records = {n.encode(): r.encode() for n, r in asked['records'].items()}
at = raw.index(b'\\r\\nDKIM-Signature:') + 2 if b'\\r\\nDKIM-Signature:' in raw else 0
signed = [bool(dkim.DKIM(raw[at:]).verify(idx=i, dnsfunc=lambda name, timeout=5: records.get(name))) for i in range(2)] if at else []
print(json.dumps({'headers': {n: str(mail[n]) for n in names if mail[n] is not None}, 'to': [[a.display_name, a.addr_spec] for a in mail['To'].addresses],
                  'from': [[a.display_name, a.addr_spec] for a in mail['From'].addresses], 'defects': [str(d) for d in mail.defects],
                  'longest': max(len(line) for line in raw.split(b'\\r\\n')), 'eight': any(b > 127 for b in raw), 'signed': signed, 'body': part(mail)}))
`;

interface Part { type: string; name: string | null; cid: string | null; how: string | null; encoding: string; defects: string[]; text: string | null; bytes: string | null; parts: Part[] }
interface Read { headers: Record<string, string>; to: [string, string][]; from: [string, string][]; defects: string[]; longest: number; eight: boolean; signed: boolean[]; body: Part }

let peers: Peers;
let desk: Desk;
let amara: Session;
let records: Record<string, string> = {};

before(async () => {
  if (skip) return;
  peers = await startPeers();
  desk = await startDesk({ env: { BUCKSTOP_SMTP: `smtp://127.0.0.1:${peers.smtp}`, BUCKSTOP_MAIL_CA: peers.certificate, BUCKSTOP_RECEIPT_AFTER: '0' } });
  peers.handOver(mailbox, desk.lmtp); // reports come back
  const printed = desk.run('dkim', 'make', 'desk.example');
  records = Object.fromEntries([...printed.matchAll(/^(\S+) IN TXT \((.*)\)$/gm)].map(([, name, strings]) => [name!, [...strings!.matchAll(/"([^"]*)"/g)].map((each) => each[1]).join('')]));
  desk.run('dkim', 'use', 'desk.example', /^(\S+?)\._domainkey/.exec(printed)![1]!);
  amara = await desk.signIn();
  await amara.post('/api/v1/me/signature', { text: 'Amára Ökafor\nWheels & frames' });
});
after(async () => {
  await desk?.end();
  peers?.end();
});

const read = (mail: string): Read => JSON.parse(execFileSync(python, ['-c', reader], { input: JSON.stringify({ mail: Buffer.from(mail, 'utf8').toString('latin1').replace(/\r?\n/g, '\r\n'), records }), encoding: 'utf8' }));
const leaves = (part: Part): Part[] => (part.parts.length === 0 ? [part] : part.parts.flatMap(leaves));
const shape = (part: Part): string => (part.parts.length === 0 ? part.type : `${part.type.replace('multipart/', '')}(${part.parts.map(shape).join(' ')})`);

async function ticketFrom(address: string, name: string, subject: string, text: string): Promise<any> {
  assert.match(await desk.deliver(mailOf({ subject, from: `${name} <${address}>`, to: mailbox, text })), /^250/);
  const row = await eventually('the ticket', async () => (await amara.get('/api/v1/tickets?limit=100')).body.tickets.find((one: any) => one.person_name.startsWith(name.replaceAll('"', '').slice(0, 3))));
  return (await amara.get(`/api/v1/tickets/${row.id}`)).body;
}

async function arrived(address: string, words: string): Promise<Read> {
  const mail = await eventually(`a mail with "${words}"`, () => peers.mails(address).map((each) => ({ each, told: read(each) })).find(({ told }) => leaves(told.body).some((part) => part.text?.includes(words))));
  return mail.told;
}

async function answer(ticket: any, more: object): Promise<void> {
  const { body: now } = await amara.get(`/api/v1/tickets/${ticket.id}`);
  const said = await amara.post(`/api/v1/tickets/${ticket.id}/messages`, { kind: 'reply', version: now.version, seq: now.seq, wait: true, ...more });
  assert.equal(said.status, 201, JSON.stringify(said.body));
}

/* Whatever we send. */
function assertSound(mail: Read): void {
  assert.deepEqual(mail.defects, []);
  for (const part of leaves(mail.body)) assert.deepEqual(part.defects, []);
  assert.ok(mail.longest <= 998, `a line of ${mail.longest} bytes (RFC 5322, 2.1.1)`);
  assert.deepEqual(mail.signed, [true, true]);
  assert.match(mail.headers['Message-ID'] ?? '', /^<[^<>\s]+@desk\.example>$/);
  assert.equal(mail.headers.Precedence, undefined);
  assert.equal(mail.headers['List-Unsubscribe'], undefined);
}

test('a plain answer has both bodies, threads, and comes back by its token', { skip }, async () => {
  const ticket = await ticketFrom('zoe@example.org', 'Zoë Müller', 'Größe 54, bitte', 'Welche passt?');
  await answer(ticket, { text: 'Guten Tag,\n\n- **Rahmen** 54\n- Lenker 42\n\nmehr steht [hier](https://desk.example/größe?a=1&b=2).\n\n.ein Punkt am Anfang\n> kein Zitat' });
  const mail = await arrived('zoe@example.org', 'ein Punkt am Anfang');
  assertSound(mail);
  assert.equal(shape(mail.body), 'alternative(text/plain text/html)');
  assert.equal(mail.headers.Subject, 'Re: Größe 54, bitte');
  assert.deepEqual(mail.to, [['Zoë Müller', 'zoe@example.org']]);
  assert.equal(mail.from[0]?.[1], mailbox);
  assert.match(mail.headers['Reply-To'] ?? '', /^help\+[^@\s]+@desk\.example$/);
  assert.ok(mail.headers.References?.endsWith(mail.headers['In-Reply-To'] ?? 'none'));
  assert.equal(mail.headers['Auto-Submitted'], undefined);
  const [plain, html] = leaves(mail.body);
  assert.match(plain?.text ?? '', /Guten Tag,\r?\n\r?\n- \*Rahmen\* 54\r?\n- Lenker 42\r?\n\r?\nmehr steht hier \(https:\/\/desk\.example\//);
  assert.match(plain?.text ?? '', /\r?\n-- \r?\nAmára Ökafor\r?\nWheels & frames/);
  assert.match(html?.text ?? '', /<li><strong>Rahmen<\/strong> 54<\/li>/);
  assert.match(html?.text ?? '', /Amára Ökafor<br>Wheels &amp; frames/);
});

test('a long subject, a name of another script, a picture, a file and the history arrive whole', { skip }, async () => {
  const subject = `Понимаю: ${'очень длинная тема письма '.repeat(8).trim()}`;
  const ticket = await ticketFrom('mila@example.net', '"Мила, из велоклуба"', subject, 'Первое слово.');
  const dot = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');
  const put = async (name: string, bytes: Buffer): Promise<number> => (await amara.ask('POST', `/api/v1/uploads?name=${encodeURIComponent(name)}`, bytes, { 'content-type': 'application/octet-stream' })).body.id;
  const [picture, file] = [await put('точка.gif', dot), await put('план на лето.pdf', Buffer.from('%PDF-1.4 plan'))];
  await answer(ticket, { text: `Вот она: ![левая](upload:${picture})\n\n${'a very long line without any break '.repeat(60)}`, attachments: [{ id: picture }, { id: file }], quote_history: true });
  const mail = await arrived('mila@example.net', 'Вот она');
  assertSound(mail);
  assert.equal(shape(mail.body), 'mixed(alternative(text/plain related(text/html image/gif)) application/pdf)');
  assert.equal(mail.headers.Subject, `Re: ${subject}`);
  assert.equal(mail.to[0]?.[0], 'Мила, из велоклуба');
  const [plain, html, gif, pdf] = leaves(mail.body);
  assert.match(plain?.text ?? '', /^Вот она: \[левая\]/);
  assert.match(plain?.text ?? '', /^> Первое слово\.\r?$/m);
  assert.match(html?.text ?? '', new RegExp(`<img [^>]*src="cid:${gif?.cid?.slice(1, -1)}" alt="левая"`));
  assert.match(html?.text ?? '', /<blockquote[^>]*>\s*Первое слово\./);
  assert.deepEqual([gif?.how, gif?.name, gif?.bytes], ['inline', 'точка.gif', dot.toString('hex')]);
  assert.deepEqual([pdf?.how, pdf?.name, Buffer.from(pdf?.bytes ?? '', 'hex').toString()], ['attachment', 'план на лето.pdf', '%PDF-1.4 plan']);
});

test('RFC 6531: an address beyond ASCII is handed over as it is; where the next server takes none, the answer comes back and is shown', { skip }, async () => {
  const ticket = await ticketFrom('jörg@example.org', 'Jorg Beispiel', 'Umlaut', 'Geht das?');
  await answer(ticket, { text: 'Das geht.' });
  await eventually('the report', async () => (await amara.get(`/api/v1/tickets/${ticket.id}`)).body.messages.some((one: any) => one.text === 'Das geht.' && one.state === 'bounced') || undefined);
  const row = (await amara.get('/api/v1/desk')).body.rows.find((one: any) => one.id === ticket.id);
  assert.equal(row.mail_trouble, 'bounced');
});

test('AC-132: what the desk sends by itself says so, in the customer’s language, and is no bulk', { skip }, async () => {
  for (const [language, address, text] of [
    ['de', 'de@example.org', 'Guten Tag, mein Rad ist kaputt und ich brauche dringend Hilfe. Können Sie mir bitte sagen, wann es fertig ist?'],
    ['fr', 'fr@example.org', 'Bonjour, mon vélo est cassé et j’ai besoin d’aide. Pouvez-vous me dire quand il sera prêt, s’il vous plaît ?'],
    ['es', 'es@example.org', 'Hola, mi bicicleta está rota y necesito ayuda. ¿Me pueden decir cuándo estará lista, por favor?'],
    ['en', 'en@example.org', 'Hello, my bicycle is broken and I need help. Could you please tell me when it will be ready?'],
  ] as const) {
    await ticketFrom(address, `Kunde ${language}`, `Language ${language}`, text);
    const mail = await eventually(`the receipt in ${language}`, () => peers.mails(address).map(read)[0]);
    assertSound(mail);
    assert.equal(mail.headers['Auto-Submitted'], 'auto-replied');
    assert.match(leaves(mail.body)[1]?.text ?? '', new RegExp(`<html lang="${language}">`));
  }
});

test('an answer fits the width of a phone, and nothing in it is loaded from elsewhere', { skip }, async () => {
  const ticket = await ticketFrom('wide@example.org', 'Wide Reader', 'Phone', 'Can I read it?');
  await answer(ticket, { text: `A [link](https://desk.example/${'a'.repeat(300)}) and a word: ${'m'.repeat(300)}` });
  const [, html] = leaves((await arrived('wide@example.org', 'and a word')).body);
  const browser: Browser = await launch();
  try {
    const page = await browser.newPage({ viewport: { width: 360, height: 640 } });
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await page.setContent(html?.text ?? '');
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= 360));
    assert.deepEqual(asked, []);
  } finally {
    await browser.close();
  }
});
