/* How the mailboxes are, as an admin sees it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { axe, type PageOptions, PHONE } from '../../tests/lib/browser.ts';
import { startApp } from './app.ts';

const app = startApp();
const LOOKS: [string, PageOptions][] = [['light', {}], ['dark', { dark: true }], ['phone', { size: PHONE }]];

for (const [look, options] of LOOKS) {
  test(`each mailbox says what came last, what is wrong and what waits (${look})`, async () => {
    const { page, troubles } = await app.signedIn('/mailboxes', options);
    await page.getByText('the consent was revoked').waitFor();
    await page.getByText('1 answer was given up: open it and send it again').waitFor();
    await page.getByText('fetched by IMAP from imap.mail.example').waitFor();
    await page.getByText('Events · mail is brought here').waitFor();
    assert.deepEqual(await axe(page), []);
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true);
    assert.deepEqual(troubles, []);
    await page.context().close();
  });
}

test('a mailbox rests and goes on by a click', async () => {
  const { page } = await app.signedIn('/mailboxes');
  await page.getByRole('button', { name: 'Pause help@cedarandspoke.example' }).click();
  await page.getByText('Rests since').waitFor();
  await page.getByRole('button', { name: 'Go on help@cedarandspoke.example' }).click();
  await page.getByRole('button', { name: 'Pause help@cedarandspoke.example' }).waitFor();
  assert.equal(await page.getByText('Rests since').count(), 0);
  assert.equal(await page.getByRole('button', { name: /^(Pause|Go on) events/ }).count(), 0);
});

test('who is no admin is not led there', async () => {
  const { page } = await app.signedIn('/desk');
  await page.getByRole('navigation').waitFor();
  assert.equal(await page.getByRole('link', { name: 'Mailboxes' }).count(), 0);
});
