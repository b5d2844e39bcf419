/* Who takes part in a ticket, as its owner sees and changes it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { axe, type PageOptions, PHONE } from '../../tests/lib/browser.ts';
import { startApp } from './app.ts';

const app = startApp();
const LOOKS: [string, PageOptions][] = [['light', {}], ['dark', { dark: true }], ['phone', { size: PHONE }]];

for (const [look, options] of LOOKS) {
  test(`axe finds nothing among those who take part (${look})`, async () => {
    const { page, troubles } = await app.signedIn('/t/21', options);
    if (options.size === PHONE) await page.getByRole('button', { name: /^What we agreed/ }).click();
    await page.getByRole('region', { name: 'People' }).getByRole('button', { name: 'Copy to…' }).click();
    await page.getByText('captain@randonneurs.example').first().waitFor();
    assert.deepEqual(await axe(page), []);
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true);
    assert.deepEqual(troubles, []);
    await page.context().close();
  });
}

test('AC-002: whom a mail names is put into copy by a click, another by typing, and taken out again', async () => {
  const { page } = await app.signedIn('/t/21');
  const people = page.getByRole('region', { name: 'People' });
  await people.getByText('Tomás’s last mail also went to').waitFor();
  await people.getByRole('button', { name: 'Put in copy captain@randonneurs.example' }).click();
  await people.getByRole('button', { name: 'Take out captain@randonneurs.example' }).waitFor();
  assert.equal(await people.getByText('last mail also went to').count(), 0);
  await page.getByText('put captain@randonneurs.example in copy').waitFor();

  await people.getByRole('button', { name: 'Copy to…' }).click();
  await people.getByLabel('Copy', { exact: true }).fill('Ana <ana@randonneurs.example>');
  await page.keyboard.press('Enter');
  await people.getByText('Ana', { exact: true }).waitFor();
  await people.getByRole('button', { name: 'Take out captain@randonneurs.example' }).click();
  await page.getByText('took captain@randonneurs.example out of copy').waitFor();
  await people.getByText('Ana', { exact: true }).waitFor();
  assert.equal(await people.getByRole('button', { name: /^Take out/ }).count(), 1);
});
