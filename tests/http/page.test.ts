// The customer's private page: a link, no login, no JavaScript (DOMAIN.md; AC-064, AC-065, AC-092, AC-093, AC-136).

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { eventually, startDesk, type Desk } from '../lib/desk.ts';
import { mailOf } from '../lib/lmtp.ts';
import { CustomerPage, linkIn, mailText } from '../lib/page.ts';
import { noToken } from '../lib/routes.ts';
import { ask, type Session } from '../lib/session.ts';

let desk: Desk;
let amara: Session;
before(async () => {
  desk = await startDesk();
  amara = await desk.signIn();
});
after(() => desk.end());

/** A problem that came by mail, the ticket that it became, and the page whose link the receipt told. */
async function problem(subject: string): Promise<{ page: CustomerPage; ticket: number }> {
  const address = `${subject.replaceAll(/\W/g, '')}@example.org`;
  const said = await desk.deliver(mailOf({ from: `Tomas Vidal <${address}>`, subject, text: 'The rear hub cracked after 340 km.' }));
  assert.match(said, /^250/);
  const receipt = await eventually('the receipt', () => desk.outbox().find((mail) => mail.includes(`To: `) && mail.includes(address)));
  const link = linkIn(receipt);
  assert.ok(link, receipt);
  const found = await eventually('the ticket', async () => {
    const { body } = await amara.get('/api/v1/desk');
    return body.rows.find((row: any) => row.subject === subject);
  });
  return { page: new CustomerPage(link), ticket: found.id };
}

async function ticketOf(id: number): Promise<any> {
  return (await amara.get(`/api/v1/tickets/${id}`)).body;
}

test('A1: the receipt leads to a page that names the owner and what comes next, and hides the conversation', async () => {
  const { page } = await problem('Cracked hub');
  const { status, html, headers } = await page.show();
  assert.equal(status, 200);
  assert.match(headers.get('content-type') ?? '', /^text\/html/);
  assert.match(html, /owns this/);
  assert.match(html, /What happens next/);
  assert.match(html, /It’s solved/);
  assert.doesNotMatch(html, /340 km/);
  assert.doesNotMatch(html, /\b(ticket|case|queue)\b/i);
});

test('AC-065: opening the page changes nothing', async () => {
  const { page, ticket } = await problem('Opened only');
  const before = await ticketOf(ticket);
  for (let i = 0; i < 3; i++) await page.show();
  await fetch(page.url, { method: 'HEAD' });
  assert.equal((await ticketOf(ticket)).version, before.version);
  for (const form of ['solved', 'not-yet', 'write', 'code', 'code/check'])
    assert.equal((await fetch(`${page.url}/${form}`)).status, 405, form);
  assert.equal((await ticketOf(ticket)).state, 'open');
});

test('R2: "It’s solved" resolves the problem by the customer’s word', async () => {
  const { page, ticket } = await problem('Solved by me');
  const shown = await page.send('solved');
  assert.equal(shown.status, 200);
  assert.match(shown.html, /glad it is solved/);
  const after = await ticketOf(ticket);
  assert.equal(after.state, 'resolved');
  assert.equal(after.resolved_by, 'customer');
});

test('R2: "Not yet" after "solved" opens it again for the same owner, and keeps what was said', async () => {
  const { page, ticket } = await problem('Not after all');
  const owner = (await ticketOf(ticket)).owner_id;
  await page.send('solved');
  const shown = await page.send('not-yet', { text: 'It creaks again.' });
  assert.match(shown.html, /we go on/i);
  const after = await ticketOf(ticket);
  assert.equal(after.state, 'open');
  assert.equal(after.owner_id, owner);
  assert.ok(after.messages.some((message: any) => message.text === 'It creaks again.'));
});

test('"Not yet" needs no words', async () => {
  const { page, ticket } = await problem('Wordless');
  assert.match((await page.send('not-yet')).html, /we go on/i);
  assert.equal((await ticketOf(ticket)).state, 'open');
});

test('a word from the page joins the conversation', async () => {
  const { page, ticket } = await problem('More to say');
  const shown = await page.send('write', { text: 'One more thing:\r\nthe axle too.' });
  assert.match(shown.html, /has your message/);
  const after = await ticketOf(ticket);
  assert.ok(after.messages.some((message: any) => message.text === 'One more thing:\nthe axle too.'));
});

test('F-33: a form that is sent twice is stored once; other words from the same page are stored too', async () => {
  const { page, ticket } = await problem('Sent twice');
  const once = /name="once" value="([a-z2-7]{52})"/.exec((await page.show()).html)![1]!;
  const said = async (text: string) => (await ticketOf(ticket)).messages.filter((message: any) => message.text === text).length;
  const twice = await Promise.all([page.send('write', { once, text: 'And the axle.' }), page.send('write', { once, text: 'And the axle.' })]);
  for (const shown of twice) assert.match(shown.html, /has your message/);
  assert.equal(await said('And the axle.'), 1);
  await page.send('write', { once, text: 'And the chain.' });
  assert.equal(await said('And the chain.'), 1);
  await page.send('solved');
  for (let n = 0; n < 2; n++) assert.match((await page.send('not-yet', { once, text: 'It creaks.' })).html, /we go on/i);
  assert.equal(await said('It creaks.'), 1);
  assert.notEqual(/name="once" value="([a-z2-7]{52})"/.exec((await page.show()).html)![1], once);
});

test('an empty word is answered by a page, not by JSON', async () => {
  const { page } = await problem('Nothing to say');
  const shown = await page.send('write', { text: '  ' });
  assert.equal(shown.status, 422);
  assert.match(shown.html, /<h1>/);
});

/** The code of the newest mail that brought one for this problem. */
async function codeFor(subject: string): Promise<string> {
  return eventually('the code', () => {
    const address = `${subject.replaceAll(/\W/g, '')}@example.org`;
    for (const mail of desk.outbox().filter((one) => one.includes(address)).reverse()) {
      const found = /your code is (\d{3} ?\d{3})\b/.exec(mailText(mail));
      if (found && !linkIn(mail)) return found[1];
    }
    return undefined;
  });
}

/** The page as its recipient reads it, the conversation with it. */
async function opened(page: CustomerPage, subject: string): Promise<string> {
  await page.send('code');
  return (await page.send('code/check', { code: await codeFor(subject) })).html;
}

test('the conversation opens with the code that is mailed, in this browser only', async () => {
  const { page } = await problem('Shown by a code');
  assert.match((await page.send('code')).html, /on its way/);
  const code = await codeFor('Shown by a code');
  const wrong = code.startsWith('1') ? '200000' : '100000';
  assert.match((await page.send('code/check', { code: wrong })).html, /does not fit/);
  const shown = await page.send('code/check', { code });
  assert.match(shown.html, /340 km/);
  assert.match((await page.show()).html, /340 km/);
  assert.doesNotMatch((await new CustomerPage(page.url).show()).html, /340 km/);
});

test('the code is in the mail alone: no colleague reads it on the ticket', async () => {
  const { page, ticket } = await problem('Code unseen');
  await page.send('code');
  const code = await codeFor('Code unseen');
  const { messages } = await ticketOf(ticket);
  const told = messages.find((message: any) => /code/.test(message.text));
  assert.match(told.text, /\u2022{6}/);
  assert.ok(!JSON.stringify(messages).includes(code));
});

test('AC-093, G10: a note of colleagues is not on the page', async () => {
  const { page, ticket } = await problem('With a note');
  const { version } = await ticketOf(ticket);
  const note = await amara.post(`/api/v1/tickets/${ticket}/messages`, { kind: 'note', text: 'secret-marker', version, promises: [], kept: [], propose: false, wait: false });
  assert.equal(note.status, 201);
  const html = await opened(page, 'With a note');
  assert.match(html, /340 km/);
  assert.doesNotMatch(html, /secret-marker/);
});

test('AC-009: what somebody else wrote into the conversation is for colleagues, not on the page', async () => {
  const { page, ticket } = await problem('With a stranger');
  const receipt = desk.outbox().find((mail) => mail.includes('Withastranger@example.org'))!;
  const token = /^Reply-To: (?:.*<)?([^\s>]+@desk\.example)/m.exec(receipt)![1]!;
  assert.match(await desk.deliver(mailOf({ from: 'Eve <eve@elsewhere.example>', to: token, text: 'stranger-marker' }), token), /^250/);
  const { messages } = await ticketOf(ticket);
  assert.equal(messages.find((message: any) => message.text.includes('stranger-marker')).stranger, true);
  const html = await opened(page, 'With a stranger');
  assert.match(html, /340 km/);
  assert.doesNotMatch(html, /stranger-marker|Eve/);
});

test('a page on which all is over does not speak of promises that never were', async () => {
  const { page } = await problem('Over at once');
  assert.match((await page.show()).html, /What I promised you/);
  const { html } = await page.send('solved');
  assert.doesNotMatch(html, /What I promised you/);
});

test('AC-064: a link that is wrong in any way opens nothing', async () => {
  for (const path of [`/p/${noToken}`, '/p/', '/p/x', `/p/${noToken}a`, '/p/%20', '/p/*', `/p/${'z'.repeat(51)}0`]) {
    const answer = await ask(desk.url, 'GET', path);
    assert.equal(answer.status, 404, path);
    assert.match(answer.body, /nothing behind this link/);
  }
});

test('AC-136: a form that another site posts decides nothing', async () => {
  const { page, ticket } = await problem('From elsewhere');
  for (const headers of [{ origin: 'https://evil.example' }, { origin: 'null' }, { 'sec-fetch-site': 'cross-site' }]) {
    const shown = await page.send('solved', {}, headers as Record<string, string>);
    assert.equal(shown.status, 403);
  }
  assert.equal((await ticketOf(ticket)).state, 'open');
});

test('what was done is told only in words that the page knows', async () => {
  const { page } = await problem('Told nothing');
  const { html } = await page.show('?done=%3Cscript%3E&utm_source=mail');
  assert.doesNotMatch(html, /<script>/);
  assert.doesNotMatch(html, /role="status"/);
});

test('names and words of customers cannot become markup', async () => {
  const said = await desk.deliver(mailOf({ from: '"<b>Eve</b>" <eve@example.org>', subject: '<script>alert(1)</script> & so on' }));
  assert.match(said, /^250/);
  const receipt = await eventually('the receipt', () => desk.outbox().find((mail) => mail.includes('eve@example.org')));
  const { html } = await new CustomerPage(linkIn(receipt)!).show();
  assert.doesNotMatch(html, /<script>|<b>Eve/);
  assert.match(html, /&lt;script&gt;/);
});
