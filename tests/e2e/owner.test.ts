/* How a problem changes hands without being handed over for good: lent for a step (O3), and by a leader's word (O5). */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { axe, type Browser, launch, open, type Page } from '../lib/browser.ts';
import { admin, type Desk, eventually, password, startDesk } from '../lib/desk.ts';
import { mailOf } from '../lib/lmtp.ts';
import { mailText } from '../lib/page.ts';

const SUBJECT = 'The rear hub';
let desk: Desk;
let browser: Browser;
let amara: Page;
let dao: Page;
before(async () => {
  desk = await startDesk({
    prepare: (made) => {
      made.addColleague('dao@desk.example', 'Dao Nguyen', 'agent');
      made.addColleague('ines@desk.example', 'Ines Ferreira', 'leader', '--leads');
    },
  });
  browser = await launch();
  await desk.deliver(mailOf({ from: 'Mei Chou <mei@example.org>', subject: SUBJECT, text: 'The rear hub of my wheel is loose.' }));
  amara = await signedIn(admin);
  const { body } = await (await desk.signIn()).get('/api/v1/desk');
  assert.equal(body.rows.length, 1);
  await amara.goto(`${desk.url}/t/${body.rows[0].id}`);
  dao = await signedIn('dao@desk.example');
});
after(async () => {
  await browser?.close();
  await desk?.end();
});

async function signedIn(address: string): Promise<Page> {
  const { page } = await open(browser);
  await page.goto(desk.url);
  await page.getByLabel('Email').fill(address);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { level: 1, name: 'My desk' }).waitFor();
  return page;
}

test('O3: a problem is lent for one step, and the borrower reads which', async () => {
  await amara.getByRole('button', { name: 'Other ways to send' }).waitFor();
  await amara.getByRole('region', { name: 'Conversation' }).focus();
  await amara.keyboard.press('h');
  await amara.getByRole('radio', { name: /Dao/ }).check();
  await amara.getByLabel('Only lend it, for one step').check();
  await amara.keyboard.press('Control+Enter');
  await amara.getByRole('alert').getByText('Say for which step you lend it.').waitFor();
  await amara.getByLabel('For which step?').fill('Measure the hub');
  await amara.getByRole('group', { name: 'Back at the latest' }).getByRole('button').first().click();
  assert.deepEqual(await axe(amara), []);
  await amara.keyboard.press('Control+Enter');
  await amara.getByText('Offered to Dao').first().waitFor();
  await dao.getByText('On loan until').waitFor();
  await dao.getByText('Measure the hub').waitFor();
  await dao.getByRole('button', { name: 'Accept, I own it' }).click();
  await dao.getByText(/lent you this until .*: Measure the hub\./).waitFor();
  await dao.getByRole('button', { name: 'Other ways to send' }).waitFor();
  assert.deepEqual(await axe(dao), []);
});

test('O3: when the step is done it goes back to whoever lent it', async () => {
  await dao.getByRole('button', { name: 'Done, give it back' }).click();
  await dao.getByText('gave it back to').waitFor();
  await amara.getByText('gave it back to').waitFor();
  assert.equal(await amara.getByText('lent this').count(), 0);
});

test('O5: a leader names another owner, with a reason that both read', async () => {
  const ines = await signedIn('ines@desk.example');
  await ines.goto(amara.url());
  await ines.getByRole('button', { name: 'More', exact: true }).click();
  await ines.getByRole('menuitem', { name: 'Name another owner…' }).click();
  await ines.getByRole('radio', { name: /Dao/ }).check();
  await ines.keyboard.press('Control+Enter');
  await ines.getByRole('alert').getByText('Say why: both colleagues will read it.').waitFor();
  await ines.getByLabel('Why do you decide this?').fill('Amara is ill, and the wheel is due');
  assert.deepEqual(await axe(ines), []);
  await ines.getByRole('button', { name: 'Make Dao the owner' }).click();
  await ines.getByText('made Dao the owner: “Amara is ill, and the wheel is due”').waitFor();
  for (const reader of [admin, 'dao@desk.example'])
    await eventually(`the mail to ${reader}`, () => desk.outbox().find((mail) => new RegExp(`^To: .*${reader}`, 'm').test(mail) && mailText(mail).includes('Amara is ill')));
  await eventually('what the customer reads', () => desk.outbox().find((mail) => /^To: .*mei@/m.test(mail) && mailText(mail).includes('Dao')));
});

test('O5: who leads no team is not offered to overrule', async () => {
  await dao.getByRole('button', { name: 'More', exact: true }).click();
  await dao.getByRole('menuitem').first().waitFor();
  assert.equal(await dao.getByRole('menuitem', { name: 'Name another owner…' }).count(), 0);
  desk.run('verify'); /* throws where an invariant does not hold */
});
