/* What is sent again, after our own undo or because the ticket changed meanwhile, has the same words, promises and files
   (P4, G8). */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { type Browser, launch, open, type Page } from '../lib/browser.ts';
import { admin, type Desk, eventually, password, startDesk } from '../lib/desk.ts';
import { mailOf } from '../lib/lmtp.ts';
import type { Session } from '../lib/session.ts';

/* A Monday morning: the first answer is owed within the hour. */
const MORNING = Date.UTC(2026, 10, 16, 9, 30);
const clock = join(mkdtempSync(join(tmpdir(), 'buckstop-clock-')), 'clock');
let desk: Desk;
let browser: Browser;
let amara: Session;

before(async () => {
  const offset = Buffer.alloc(8);
  offset.writeBigInt64LE(BigInt(MORNING - Date.now()));
  writeFileSync(clock, offset);
  [desk, browser] = await Promise.all([startDesk({ env: { BUCKSTOP_CLOCK: clock, BUCKSTOP_UNDO: '600' } }), launch()]);
});
after(async () => {
  await browser?.close();
  await desk?.end();
  rmSync(join(clock, '..'), { recursive: true, force: true });
});

const ticketOf = async (id: number): Promise<any> => (await amara.get(`/api/v1/tickets/${id}`)).body;

/* Amara's window on a ticket that came AGO, with an answer that promises something, ready to be sent. */
async function written(subject: string, ago = '+0m'): Promise<{ page: Page; id: number }> {
  assert.match(await desk.deliver(mailOf({ subject, from: `${subject.replaceAll(' ', '')}@example.org` })), /^250/);
  desk.moveClock(ago);
  amara = await desk.signIn();
  const row = await eventually('the ticket', async () => (await amara.get('/api/v1/tickets?limit=20')).body.tickets.find((one: any) => one.subject === subject));
  const { page } = await open(browser);
  await page.goto(`${desk.url}/t/${row.id}`);
  await page.getByLabel('Email').fill(admin);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('textbox', { name: /^Reply to/ }).click();
  await page.keyboard.insertText('Thank you. I will send you the wheel by Friday 14:00.');
  await page.getByRole('list', { name: 'Promises in this reply' }).getByText('send you the wheel').waitFor();
  return { page, id: row.id };
}

/* What is promised now, and in how many answers that were not taken back. */
async function outcome(id: number): Promise<{ promised: string[]; answers: number }> {
  const ticket = await ticketOf(id);
  return {
    promised: ticket.promises.filter((one: any) => one.kind === 'stated' && one.state === 'open').map((one: any) => new Date(one.due_ms).toISOString()),
    answers: ticket.messages.filter((one: any) => one.direction === 'out' && one.author_id === amara.me.id && one.state !== 'undone').length,
  };
}

/* Friday 14:00 where the team works. */
const FRIDAY = /^2026-11-20T1[2-4]:00:00/;

test('what is taken back and sent again at once keeps its promise', async () => {
  const { page, id } = await written('undo');
  const statuses: number[] = [];
  page.on('response', (response) => {
    if (response.url().endsWith(`/tickets/${id}/messages`)) statuses.push(response.status());
  });
  await page.keyboard.press('Control+Enter');
  await page.getByRole('article').getByText('send you the wheel').waitFor();
  await page.keyboard.press('z');
  await page.getByText('Your text is in the draft again').waitFor();
  await page.getByRole('textbox', { name: /^Reply to/ }).getByText('send you the wheel').click();
  await page.keyboard.press('Control+Enter');
  await eventually('the second answer', () => statuses.filter((status) => status === 201).length === 2 || undefined);
  const { promised, answers } = await outcome(id);
  assert.equal(answers, 1);
  assert.equal(promised.length, 1);
  assert.match(promised[0] ?? '', FRIDAY);
  await page.context().close();
});

test('an answer that is taken back gives its files back, and carries them when it is sent again', async () => {
  const { page, id } = await written('files');
  await page.setInputFiles('input[type=file]', [{ name: 'label.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4 a label') }]);
  const chips = page.getByRole('list', { name: 'Files of this message' });
  await chips.getByText('label.pdf').waitFor();
  for (const last of [false, true]) {
    await page.getByRole('textbox', { name: /^Reply to/ }).click();
    await page.keyboard.press('Control+Enter');
    await page.getByRole('article').getByText('label.pdf').waitFor();
    if (last) break;
    await page.getByRole('article').getByRole('button', { name: 'Take it back' }).click();
    await chips.getByText('label.pdf').waitFor();
    await page.getByRole('article').getByText('label.pdf').waitFor({ state: 'detached' });
  }
  const { messages } = await ticketOf(id);
  const carried = messages.filter((one: any) => one.author_id === amara.me.id && one.state !== 'undone').flatMap((one: any) => one.attachments);
  assert.deepEqual(carried.map((file: any) => file.name), ['label.pdf']);
  assert.match(String((await amara.get(`/api/v1/attachments/${carried[0].id}`)).body), /a label/);
  await page.context().close();
});

test('a promise that breaks at the moment of sending loses nothing of the answer', async () => {
  const { page, id } = await written('clockwork', '+50m');
  const sent: any[] = [];
  const statuses: number[] = [];
  await page.route(`**/tickets/${id}/messages`, async (route) => {
    sent.push(route.request().postDataJSON());
    /* The answer is on its way when the first answer's time passes. Whether the desk minds that is its business; here it does. */
    if (sent.length === 1) {
      const { version } = await ticketOf(id);
      desk.moveClock('+15m');
      await eventually('the clockwork', async () => (await ticketOf(id)).version > version || undefined);
      statuses.push(409);
      await route.fulfill({ status: 409, contentType: 'application/problem+json', body: JSON.stringify({ status: 409, key: 'ticket.changed', title: 'Conflict', detail: 'the ticket has changed' }) });
      return;
    }
    const response = await route.fetch();
    statuses.push(response.status());
    await route.fulfill({ response });
  });
  await page.keyboard.press('Control+Enter');
  await eventually('the answer', () => statuses.includes(201) || undefined);
  assert.deepEqual(statuses, [409, 201]);
  assert.ok(sent[1].version > sent[0].version);
  assert.deepEqual({ ...sent[1], version: 0, seq: 0 }, { ...sent[0], version: 0, seq: 0 });
  const { promised, answers } = await outcome(id);
  assert.equal(answers, 1);
  assert.equal(promised.length, 1);
  assert.match(promised[0] ?? '', FRIDAY);
  await page.getByRole('article').getByText('send you the wheel').waitFor();
  await page.context().close();
});
