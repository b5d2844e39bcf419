/* Where a colleague is signed in. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { axe, type PageOptions, PHONE } from '../../tests/lib/browser.ts';
import { browserName } from '../src/lib/browsers.ts';
import { startApp } from './app.ts';

const app = startApp();
const LOOKS: [string, PageOptions][] = [['light', {}], ['dark', { dark: true }], ['phone', { size: PHONE }]];

for (const [look, options] of LOOKS) {
  test(`AC-083: a colleague sees where they are signed in (${look})`, async () => {
    const { page, troubles } = await app.signedIn('/desk', options);
    await page.getByRole('button', { name: /Profile and check-in/ }).click();
    await page.getByRole('menuitem', { name: 'Signed in at…' }).click();
    await page.getByText('Safari, iPhone').first().waitFor();
    await page.getByText('Firefox, Linux').first().waitFor();
    assert.deepEqual(await axe(page), []);
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true);
    assert.deepEqual(troubles, []);
    await page.context().close();
  });
}

test('AC-083: a session elsewhere is ended by a click', async () => {
  const { page } = await app.signedIn('/desk');
  await page.getByRole('button', { name: /Profile and check-in/ }).click();
  await page.getByRole('menuitem', { name: 'Signed in at…' }).click();
  const ends = page.getByRole('button', { name: /^Sign out there/ });
  await ends.click();
  await page.getByText('Signed out there.').waitFor();
  assert.equal(await ends.count(), 0);
  await page.getByText('Firefox, Linux').first().waitFor();
});

test('browsers are told by name, also those that name others', () => {
  const named = (agent: string) => browserName(`Mozilla/5.0 ${agent}`);
  assert.equal(named('(Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/126.0 Safari/537.36 Edg/126.0'), 'Edge, Windows');
  assert.equal(named('(Linux; Android 14) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36'), 'Chrome, Android');
  assert.equal(named('(Macintosh; Intel Mac OS X 14_5) AppleWebKit/605.1.15 Version/17.5 Safari/605.1.15'), 'Safari, Mac');
  assert.equal(browserName('a-program/1'), 'a-program/1');
  assert.equal(browserName(''), '');
});
