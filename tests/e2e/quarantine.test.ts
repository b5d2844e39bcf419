/* The quarantine against the real program (O10): what is nobody's problem is counted at once, read as text, and one key makes a
   problem of it. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { axe, type Browser, launch, open } from '../lib/browser.ts';
import { admin, type Desk, password, startDesk } from '../lib/desk.ts';
import { mailOf } from '../lib/lmtp.ts';

let desk: Desk;
let browser: Browser;
before(async () => {
  [desk, browser] = await Promise.all([startDesk(), launch()]);
});
after(async () => {
  await browser?.close();
  await desk?.end();
});

const list = (n: number): string => mailOf({ from: `Weekly <news${n}@club.example>`, subject: `Rims of week ${n}`, text: `How to true rim ${n}.`, more: ['List-Id: <weekly.club.example>', 'Precedence: bulk'] });

test('a newsletter is on nobody’s desk; the steward’s count rises without reloading, and t makes it an owned problem', async () => {
  const { page } = await open(browser);
  await page.goto(desk.url);
  await page.getByLabel('Email').fill(admin);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByText('Every promise kept').waitFor();
  for (const n of [1, 2, 3]) assert.match(await desk.deliver(list(n)), /^250/);
  const nav = page.getByRole('navigation').getByRole('link', { name: /^Quarantine/ });
  await nav.getByText('3').waitFor();
  await page.getByText('Every promise kept').waitFor();
  await nav.click();
  await page.getByText('Rims of week 3').waitFor();
  assert.deepEqual(await axe(page), []);
  await page.keyboard.press('j');
  await page.getByText('How to true rim 3.').waitFor();
  await page.keyboard.press('t');
  await page.getByText(/^Now C-\d+, owned by/).waitFor();
  await nav.getByText('2').waitFor();
  await page.keyboard.press('e');
  await nav.getByText('1').waitFor();
  await page.getByRole('navigation').getByRole('link', { name: /My desk/ }).first().click();
  await page.getByRole('link', { name: 'Rims of week 3' }).click();
  await page.getByRole('article').getByText('How to true rim 3.').waitFor();
  await page.reload();
  await page.goto(`${desk.url}/quarantine`);
  await page.getByText('Rims of week 1').waitFor();
  await page.context().close();
});
