/* The customer's page as its reader sees it: without JavaScript, on the narrowest phone, in both themes, in each language
   (WCAG 2.2 AA; DOMAIN.md, what a customer sees). */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { axe, type Browser, launch, open, type Page } from '../lib/browser.ts';
import { type Desk, eventually, startDesk } from '../lib/desk.ts';
import { mailOf } from '../lib/lmtp.ts';
import { linkIn } from '../lib/page.ts';

/* The narrowest screen that WCAG 1.4.10 knows, which is also a desktop at 400 %. */
const NARROW = { width: 320, height: 640 };
const LANGUAGES = ['en', 'de', 'fr', 'es'];
const LONG = 'Donaudampfschifffahrtsgesellschaftskapitänsmützenband';

let desk: Desk;
let browser: Browser;
let link: string;
let ticket: number;
before(async () => {
  desk = await startDesk();
  browser = await launch();
  const address = 'tomas@example.org';
  await desk.deliver(mailOf({ from: `Tomas ${LONG} <${address}>`, subject: `${LONG} 🚲 ${LONG}`, text: 'The rear hub of my wheel cracked. Could you please tell me what to do?' }));
  link = linkIn(await eventually('the receipt', () => desk.outbox().find((mail) => mail.includes(address)))) ?? '';
  const amara = await desk.signIn();
  const row = await eventually('the ticket', async () => (await amara.get('/api/v1/desk')).body.rows[0]);
  ticket = row.id;
});
after(async () => {
  await browser.close();
  await desk.end();
});

async function check(page: Page, what: string): Promise<void> {
  for (const dark of [false, true]) {
    await page.emulateMedia({ colorScheme: dark ? 'dark' : 'light' });
    assert.deepEqual(await axe(page), [], `${what} ${dark ? 'dark' : 'light'}`);
  }
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(wide <= NARROW.width, `${what} is ${wide} px wide`);
}

/* axe itself needs scripts; that the page needs none is proved by its forms, which the HTTP tests send. */
async function everywhere(what: string): Promise<void> {
  const { page, troubles } = await open(browser, { size: NARROW });
  for (const language of LANGUAGES) {
    await page.goto(`${link}?language=${language}`);
    assert.equal(await page.locator('html').getAttribute('lang'), language);
    await check(page, `${what} ${language}`);
  }
  assert.deepEqual(troubles, []);
  await page.context().close();
}

test('an open page fits the narrowest screen and has nothing that axe finds, in each language and theme', () => everywhere('open'));

test('the menu of languages opens by the keyboard and changes the page', async () => {
  const { page } = await open(browser, { size: NARROW });
  await page.goto(link);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.getByRole('link', { name: 'Deutsch' }).waitFor();
  await check(page, 'the menu');
  await page.getByRole('link', { name: 'Deutsch' }).press('Enter');
  await page.getByRole('heading', { level: 1, name: /kümmert sich darum/ }).waitFor();
  await page.context().close();
});

test('R1: a no with its alternatives fits, too', async () => {
  const amara = await desk.signIn();
  const { body } = await amara.get(`/api/v1/tickets/${ticket}`);
  const said = await amara.post(`/api/v1/tickets/${ticket}/messages`, {
    kind: 'reply', text: 'Thank you for asking. A new wheel by Friday is something I cannot promise.', version: body.version, propose: true, proposal_kind: 'refusal',
    alternatives: [{ text: `Your rim on a ${LONG} hub`, by_text: 'Thursday 12:00' }, { text: 'A loan wheel', by_text: 'tomorrow' }],
  }, { 'idempotency-key': 'no' });
  assert.equal(said.status, 201);
  await everywhere('refusal');
});

test('R2: a page on which all is solved fits, too', async () => {
  const { page } = await open(browser, { size: NARROW });
  await page.goto(`${link}?language=en`);
  await page.getByRole('button', { name: 'It’s solved' }).click();
  await page.getByText('I am glad it is solved').waitFor();
  await page.context().close();
  await everywhere('solved');
});

test('AC-064: a link that opens nothing is told in a page that fits', async () => {
  const { page } = await open(browser, { size: NARROW, locale: 'fr-FR' });
  await page.goto(`${desk.url}/p/${'a'.repeat(52)}`);
  await page.getByRole('heading', { name: 'Il n’y a rien derrière ce lien' }).waitFor();
  await check(page, 'nothing');
  await page.context().close();
});
