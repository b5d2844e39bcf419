/* A no, as both live it (R1, R2): the colleague offers other ways by the keyboard, the customer chooses on a phone without JavaScript,
   and what is said on the phone later counts like their own word. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { axe, type Browser, launch, open, type Page, PHONE } from '../lib/browser.ts';
import { admin, type Desk, eventually, password, startDesk } from '../lib/desk.ts';
import { mailOf } from '../lib/lmtp.ts';
import { linkIn, mailText } from '../lib/page.ts';

const CUSTOMER = 'mei@example.org';
let desk: Desk;
let browser: Browser;
let amara: Page;
before(async () => {
  [desk, browser] = await Promise.all([startDesk({ prepare: (made) => made.addColleague('hanneke@desk.example', 'Hanneke de Wit', 'leader') }), launch()]);
});
after(async () => {
  await browser?.close();
  await desk?.end();
});

test('R1: the answer goes out with its alternatives', async () => {
  assert.match(await desk.deliver(mailOf({ from: `Mei Chou <${CUSTOMER}>`, subject: 'The larger bag', text: 'Can I have the larger one?' })), /^250/);
  amara = (await open(browser)).page;
  await amara.goto(desk.url);
  await amara.getByLabel('Email').fill(admin);
  await amara.getByLabel('Password', { exact: true }).fill(password);
  await amara.getByRole('button', { name: 'Sign in' }).click();
  await amara.getByRole('link', { name: 'The larger bag' }).click();
  await amara.getByRole('button', { name: 'Other ways to send' }).waitFor();
  await amara.getByRole('region', { name: 'Conversation' }).focus();
  await amara.keyboard.press('x');
  await amara.getByLabel('Alternative 1', { exact: true }).fill('A loan bag for the tour');
  await amara.keyboard.press('Control+Enter');
  await amara.getByRole('textbox', { name: /^Reply to/ }).click();
  await amara.keyboard.insertText('Thank you for asking. The larger one is not made any more.');
  await amara.keyboard.press('Control+Enter');
  await amara.getByText('A no, with other ways').waitFor();
  await amara.getByRole('heading', { name: /Alternatives/ }).getByText('Mei chooses').waitFor();
  assert.deepEqual(await axe(amara), []);
});

test('R1: the customer chooses on a phone, without JavaScript, and the colleague sees it at once', async () => {
  const mail = await eventually('the answer', () => desk.outbox().find((found) => mailText(found).includes('A loan bag for the tour') && linkIn(found)));
  const { page: reader } = await open(browser, { size: PHONE });
  await reader.goto(linkIn(mail) ?? '');
  await reader.getByText('You choose what happens instead').waitFor();
  assert.deepEqual(await axe(reader), []);
  assert.equal(await reader.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true);
  await reader.context().close();
  const context = await browser.newContext({ javaScriptEnabled: false, viewport: PHONE });
  const page = await context.newPage();
  await page.goto(linkIn(mail) ?? '');
  await page.getByLabel('A loan bag for the tour').check();
  await page.getByRole('button', { name: 'Choose this' }).click();
  await amara.getByText('chose: A loan bag for the tour').waitFor();
  await context.close();
});

test('R2: what is said on the phone is written down and confirmed in writing', async () => {
  const before = desk.outbox().length;
  await amara.getByRole('region', { name: 'Conversation' }).focus();
  await amara.keyboard.press('l');
  await amara.getByRole('radio', { name: 'It is solved' }).check();
  await amara.getByLabel('In their words').fill('The loan bag is fine.');
  await amara.getByRole('button', { name: 'Write it down' }).click();
  await amara.getByText('Mei says it is solved.').waitFor();
  assert.deepEqual(await axe(amara), []);
  await eventually('the confirmation', () => desk.outbox().slice(before).some((mail) => new RegExp(`^To: .*${CUSTOMER}`, 'm').test(mail)) || undefined);
  desk.run('verify'); /* throws where an invariant does not hold */
});
