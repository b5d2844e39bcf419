/* The quarantine, as a steward looks through it (O10). */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { axe, type PageOptions, PHONE } from '../../tests/lib/browser.ts';
import { startApp } from './app.ts';

const app = startApp();
const LOOKS: [string, PageOptions][] = [['desktop, light', {}], ['desktop, dark', { dark: true }], ['phone', { size: PHONE }]];

for (const [look, options] of LOOKS) {
  test(`axe finds nothing in the list and in a mail (${look})`, async () => {
    const { page, troubles } = await app.signedIn('/quarantine', options);
    await page.getByText('New rims for the winter').waitFor();
    assert.deepEqual(await axe(page), []);
    await page.getByText('Your parcel waits').click();
    await page.getByRole('heading', { name: /Your parcel waits/ }).waitFor();
    await page.getByText('Sender not verified').waitFor();
    assert.deepEqual(await axe(page), []);
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true);
    assert.deepEqual(troubles, []);
    await page.context().close();
  });
}

test('j and k read, t makes a problem of it, e leaves it, and the count follows', async () => {
  const { page } = await app.signedIn('/desk');
  const nav = page.getByRole('navigation').getByRole('link', { name: /^Quarantine/ });
  await nav.getByText('3').waitFor();
  await nav.click();
  await page.getByText('New rims for the winter').waitFor();
  await page.keyboard.press('j');
  await page.getByText('how to true them').waitFor();
  await page.keyboard.press('e');
  await page.getByText('It stays here.').waitFor();
  await nav.getByText('2').waitFor();
  await page.getByText('I am away until Monday').waitFor();
  await page.keyboard.press('t');
  await page.getByText('Now C-4821, owned by Amara Okafor.').waitFor();
  await nav.getByText('1').waitFor();
  await page.getByRole('button', { name: 'All of these can stay' }).click();
  await page.getByText('Nothing waits here').waitFor();
  await page.getByRole('radio', { name: 'All' }).check({ force: true });
  await page.getByText('became C-4821').waitFor();
  await page.context().close();
});
