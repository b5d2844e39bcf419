/* What no designer draws: names without end, words without a break, scripts from right to left, and more to do than fits on a
   screen; on the narrowest one, which is also a desktop at 400 % (WCAG 1.4.4, 1.4.10). */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { axe, type Browser, LAPTOP, launch, open, type Page } from '../lib/browser.ts';
import { admin, type Desk, eventually, password, startDesk } from '../lib/desk.ts';
import { mailOf } from '../lib/lmtp.ts';

const NARROW = { width: 320, height: 640 };
const MANY = 200;
const WORD = 'Donaudampfschifffahrtsgesellschaftskapitänsmützenband'.repeat(2);
const NAME = `${WORD} de la Santísima Trinidad y Todos los Santos 👩🏽‍🔧`;
const ARABIC = 'مرحبا، العجلة الخلفية مكسورة منذ أمس (Ridgeway 32).';

let desk: Desk;
let browser: Browser;
before(async () => {
  desk = await startDesk();
  browser = await launch();
  await desk.deliver(mailOf({ from: `"${NAME}" <long@example.org>`, subject: `${WORD} 🚲🚲 ${WORD}`, text: `${WORD}${WORD}\n\nhttps://example.org/${WORD}` }));
  await desk.deliver(mailOf({ from: '"ليلى حداد" <laila@example.org>', subject: 'العجلة الخلفية', text: `${ARABIC}\n\nThe second paragraph is English.` }));
});
after(async () => {
  await browser?.close();
  await desk?.end();
});

async function signedIn(size: { width: number; height: number }): Promise<{ page: Page; troubles: string[] }> {
  const opened = await open(browser, { size });
  const { page } = opened;
  await page.goto(desk.url);
  await page.getByLabel('Email').fill(admin);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.locator('[data-ticket]').nth(1).waitFor();
  return opened;
}

async function fits(page: Page, what: string): Promise<void> {
  const [wide, room] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  assert.equal(wide, room, what);
  assert.deepEqual(await axe(page), [], what);
}

test('names and words without an end stay within the narrowest screen', async () => {
  const { page, troubles } = await signedIn(NARROW);
  await fits(page, 'the desk');
  for (const subject of [/^Donaudampf/, /العجلة/]) {
    await page.goto(`${desk.url}/desk`);
    await page.getByRole('link', { name: subject }).click();
    await page.getByRole('textbox', { name: /^Reply to/ }).waitFor();
    await fits(page, String(subject));
  }
  assert.deepEqual(troubles, []);
  await page.context().close();
});

test('what was written from right to left is read so, and each paragraph in its own direction', async () => {
  const { page } = await signedIn(LAPTOP);
  await page.getByRole('link', { name: /العجلة/ }).click();
  const first = page.getByRole('article').getByText('مرحبا');
  await first.waitFor();
  const direction = (text: string): Promise<string> => page.getByRole('article').getByText(text).evaluate((found) => getComputedStyle(found).direction);
  assert.equal(await direction('مرحبا'), 'rtl');
  assert.equal(await direction('The second paragraph'), 'ltr');
  await page.context().close();
});

test(`a desk with ${MANY} problems is there at once and moves by the keyboard`, async () => {
  const session = await desk.signIn();
  for (let i = 0; i < MANY; i++) {
    const made = await session.post('/api/v1/tickets', { subject: `Problem ${i}`, text: 'It creaks.', customer_name: `Customer ${i}`, customer_address: `c${i}@example.org`, channel: 'phone' }, { 'idempotency-key': `k${i}` });
    assert.equal(made.status, 201);
  }
  await eventually('all of them', async () => (await session.get('/api/v1/desk')).body.rows.length === MANY + 2 || undefined);
  const { page } = await signedIn(LAPTOP);
  await page.locator('[data-ticket]').nth(MANY + 1).waitFor({ state: 'attached' });
  for (let i = 0; i < 30; i++) await page.keyboard.press('j');
  const selected = page.locator('[data-ticket][aria-current]');
  await selected.waitFor();
  assert.ok(await selected.evaluate((row) => row.getBoundingClientRect().bottom <= innerHeight), 'the selected row is in view');
  await page.keyboard.press('Enter');
  await page.getByRole('textbox', { name: /^Reply to/ }).waitFor();
  await page.context().close();
});
