/* The app in a browser, over a desk in memory: what it does with keys, drafts, conflicts, an ended session, a lost connection.
   The story with the real program is in tests/e2e. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { axe, open, PHONE } from '../../tests/lib/browser.ts';
import { editor, enter, startApp, write } from './app.ts';

const TOMAS = 21;
const app = startApp();
const signedIn = app.signedIn;

for (const options of [{}, { dark: true }, { size: PHONE }, { size: PHONE, dark: true }]) {
  const look = `${options.size ? 'phone' : 'desktop'}, ${options.dark ? 'dark' : 'light'}`;
  test(`axe finds nothing on sign-in, desk, ticket and dialogs (${look})`, async () => {
    const { page, troubles } = await open(app.browser, options);
    await page.goto(`${app.mock.url}/desk`);
    await page.getByLabel('Email').waitFor();
    assert.deepEqual(await axe(page), [], 'sign-in');
    await enter(page);
    await page.getByRole('link', { name: 'Rear hub cracked after 340 km' }).waitFor();
    assert.deepEqual(await axe(page), [], 'desk');
    await page.goto(`${app.mock.url}/t/${TOMAS}`);
    await write(page, 'Thank you. This is not our department, I will send it by Tuesday 14:00.');
    await page.getByText('Promise:', { exact: true }).last().waitFor();
    assert.deepEqual(await axe(page), [], 'ticket');
    await page.getByRole('region', { name: 'Conversation' }).focus();
    for (const key of ['h', '?', 'c', '/']) {
      await page.keyboard.press(key);
      await page.getByRole('dialog').waitFor();
      if (key === 'h') await page.getByLabel('What Tomás will read').waitFor();
      assert.deepEqual(await axe(page), [], `dialog ${key}`);
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    }
    assert.deepEqual(troubles, []);
    await page.context().close();
  });
}

test('a wrong password says so and keeps the address', async () => {
  const { page } = await open(app.browser);
  await page.goto(app.mock.url);
  await page.getByLabel('Email').fill('amara@cedarandspoke.example');
  await page.getByLabel('Password', { exact: true }).fill('wrong');
  await page.keyboard.press('Enter');
  await page.getByRole('alert').getByText('don’t fit together').waitFor();
  assert.equal(await page.getByLabel('Email').inputValue(), 'amara@cedarandspoke.example');
  await page.context().close();
});

test('j and k move, Enter opens, u goes back, and nothing happens while somebody types', async () => {
  const { page } = await signedIn('/desk');
  const rows = page.locator('[data-ticket]');
  await rows.first().waitFor();
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await page.keyboard.press('k');
  assert.equal(await rows.first().getAttribute('aria-current'), 'true');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Brake pads came without their pins' }).waitFor();
  await page.getByRole('button', { name: 'Other ways to send' }).waitFor();
  await page.keyboard.press('r');
  await page.keyboard.type('just u and j');
  assert.match((await editor(page).textContent()) ?? '', /just u and j/);
  await page.keyboard.press('Escape');
  await page.keyboard.press('u');
  await page.getByRole('heading', { level: 1, name: 'My desk' }).waitFor();
  await page.context().close();
});

test('single keys can be switched off (WCAG 2.1.4)', async () => {
  const { page } = await signedIn('/desk');
  await page.getByRole('button', { name: /Profile and check-in/ }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Single-key shortcuts' }).click();
  await page.keyboard.press('Escape');
  await page.keyboard.press('?');
  assert.equal(await page.getByRole('dialog').count(), 0);
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog').waitFor();
  await page.context().close();
});

test('a draft survives the window: text, and a promise made by hand', async () => {
  const { page } = await signedIn(`/t/${TOMAS}`);
  await write(page, 'Half an answer');
  await page.getByRole('button', { name: /^Promise/ }).click();
  await page.getByLabel('What will Tomás get?').fill('A loan wheel');
  await page.getByRole('button', { name: /^Tomorrow 12:00/ }).click();
  await page.getByRole('button', { name: 'Promise it' }).click();
  await page.getByText('A loan wheel').first().waitFor();
  await page.reload();
  await page.getByText('Half an answer').waitFor();
  await page.getByRole('list', { name: 'Promises in this reply' }).getByText('A loan wheel').waitFor();
  await page.context().close();
});

test('a session that ends asks in place, and what was being sent goes on', async () => {
  const { page } = await signedIn('/t/13');
  await write(page, 'Thank you, the refund went out.');
  app.mock.signOutAll();
  await page.keyboard.press('Control+Enter');
  await page.getByRole('dialog', { name: 'Please sign in again' }).waitFor();
  await page.getByLabel('Password', { exact: true }).fill('spokes');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('article').getByText('the refund went out').waitFor();
  assert.equal(await editor(page).textContent(), '');
  await page.context().close();
});

test('a word that arrives while one writes is shown, refuses the answer once, and keeps the text (G8)', async () => {
  const { page } = await signedIn('/t/14');
  await write(page, 'Here is the invoice.');
  await page.getByText(/^Saved /).waitFor();
  app.mock.arrive(14, 'Please use the other address.');
  await page.getByRole('article').getByText('Please use the other address.').waitFor();
  await page.getByText('wrote while you were writing').waitFor();
  await page.keyboard.press('Control+Enter');
  await page.getByRole('button', { name: 'Send as it is' }).waitFor();
  assert.match((await editor(page).textContent()) ?? '', /Here is the invoice/);
  await page.getByRole('button', { name: 'I have read it' }).click();
  await page.getByRole('button', { name: 'Send as it is' }).waitFor({ state: 'detached' });
  await page.context().close();
});

test('an answer can be taken back with z, and its text is in the draft again', async () => {
  const { page } = await signedIn('/t/16');
  await write(page, 'Bring it on Thursday.');
  await page.keyboard.press('Control+Enter');
  await page.getByRole('article').getByText('Bring it on Thursday.').waitFor();
  await page.keyboard.press('z');
  await page.getByText('Your text is in the draft again').waitFor();
  assert.match((await editor(page).textContent()) ?? '', /Bring it on Thursday/);
  await page.getByRole('article').getByText('Bring it on Thursday.').waitFor({ state: 'detached' });
  await page.context().close();
});

test('the better wording takes the place of the phrase (W1)', async () => {
  const { page } = await signedIn('/t/17');
  await write(page, 'That is not our department.');
  await page.getByRole('button', { name: 'something I cannot promise' }).click();
  assert.equal(await editor(page).textContent(), 'That is something I cannot promise.');
  await page.context().close();
});

test('text pasted as HTML keeps its words and bold, and runs nothing', async () => {
  const { page } = await signedIn('/t/31');
  await editor(page).click();
  await page.evaluate(() => {
    const data = new DataTransfer();
    data.setData('text/html', '<p onclick="boomed = 1">By <b>Tuesday</b> noon<script>boomed = 1</script></p>');
    document.activeElement?.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
  });
  await page.locator('.ed strong').getByText('Tuesday').waitFor();
  await page.locator('.ed strong').click();
  assert.equal(await editor(page).textContent(), 'By Tuesday noon');
  assert.equal(await page.evaluate(() => 'boomed' in globalThis), false);
  await page.context().close();
});

test('a mail is shown as it was sent in a frame without scripts (G11)', async () => {
  const { page, troubles } = await signedIn(`/t/${TOMAS}`);
  await page.getByRole('button', { name: 'Show as sent' }).click();
  const frame = page.locator('iframe');
  assert.equal(await frame.getAttribute('sandbox'), 'allow-popups allow-popups-to-escape-sandbox');
  await frame.contentFrame().getByText('the rear hub split').waitFor();
  assert.deepEqual(troubles, []);
  await page.context().close();
});

test('who sent a mail is told in plain words, on demand', async () => {
  const { page } = await signedIn(`/t/${TOMAS}`);
  await page.getByRole('button', { name: 'Sender verified' }).click();
  await page.getByText('DMARC: the sender’s address is genuine.').waitFor();
  assert.deepEqual(await axe(page), []);
  await page.context().close();
});

test('a handover is offered with the keyboard, and the owner stays the owner (O3)', async () => {
  const { page } = await signedIn('/t/32');
  await page.getByRole('button', { name: /Hand over/ }).waitFor();
  await page.keyboard.press('h');
  await page.getByRole('radio', { name: /Yuki Tanabe/ }).check();
  await page.keyboard.press('Control+Enter');
  await page.getByText('Offered to Yuki, who has until').waitFor();
  assert.match((await page.getByTitle('Owner').textContent()) ?? '', /Amara Okafor/);
  await page.getByRole('button', { name: 'Take the offer back' }).click();
  await page.getByText('Offered to Yuki, who has until').waitFor({ state: 'detached' });
  await page.context().close();
});

test('declining an offer needs a reason (O3)', async () => {
  const { page } = await signedIn('/desk');
  await page.getByRole('button', { name: 'Decline with reason' }).click();
  await page.getByRole('button', { name: /stays with Dao/ }).click();
  await page.getByText('A short reason helps').waitFor();
  await page.getByLabel('Why not? Dao will read this').fill('Five promises before noon.');
  await page.getByRole('button', { name: /stays with Dao/ }).click();
  await page.getByText('Frame size advice').waitFor({ state: 'detached' });
  await page.context().close();
});

test('the search box finds a person and goes there', async () => {
  const { page } = await signedIn('/desk');
  await page.locator('[data-ticket]').first().waitFor();
  await page.keyboard.press('/');
  await page.getByRole('combobox').fill('fatoumata');
  await page.getByRole('option', { name: /Fatoumata Diallo/ }).waitFor();
  await page.getByRole('combobox').fill('door');
  await page.getByRole('option', { name: /Fatoumata Diallo/ }).locator('mark').getByText('door').waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: /Parcel says delivered/ }).waitFor();
  await page.context().close();
});

test('a row that changes its group stays for a moment, never moves under the pointer, and then does', async () => {
  const { page } = await signedIn('/desk');
  const rowIn = (bucket: string) => page.locator(`ul[aria-labelledby="bucket-${bucket}"] [data-ticket="33"]`);
  await rowIn('customer').waitFor();
  await page.clock.install();
  await rowIn('customer').hover();
  app.mock.move(33, 'owed');
  await page.locator('[data-ticket="33"].moving').waitFor();
  await page.clock.runFor(3000);
  assert.equal(await rowIn('customer').count(), 1, 'it moved under the pointer');
  await page.mouse.move(0, 0);
  await page.clock.runFor(700);
  await rowIn('owed').waitFor();
  assert.equal(await page.locator('.moving').count(), 0);
  await page.context().close();
});

test('the app speaks the colleague’s language, the sign-in page the browser’s', async () => {
  app.mock.speak('de');
  const { page, troubles } = await signedIn('/desk');
  await page.getByRole('heading', { level: 1, name: 'Mein Tisch' }).waitFor();
  assert.equal(await page.evaluate(() => document.documentElement.lang), 'de');
  assert.deepEqual(await axe(page), [], 'desk');
  await page.getByRole('link', { name: 'Rear hub cracked after 340 km' }).click();
  await page.getByRole('button', { name: 'Andere Arten zu senden' }).waitFor();
  assert.deepEqual(await axe(page), [], 'ticket');
  assert.deepEqual(troubles, []);
  await page.context().close();
  app.mock.speak('en');
  const { page: other } = await open(app.browser, { locale: 'de-DE' });
  await other.goto(app.mock.url);
  await other.getByLabel('E-Mail').fill('amara@cedarandspoke.example');
  await other.getByLabel('Passwort', { exact: true }).fill('spokes');
  await other.getByRole('button', { name: 'Anmelden' }).click();
  await other.getByRole('heading', { level: 1, name: 'My desk' }).waitFor();
  await other.context().close();
});

test('nothing is wider than a phone (WCAG 1.4.10)', async () => {
  const { page } = await signedIn('/desk', { size: { width: 320, height: 640 } });
  await page.locator('[data-ticket]').first().waitFor();
  const width = (): Promise<number> => page.evaluate(() => document.documentElement.scrollWidth);
  assert.equal(await width(), 320);
  await page.goto(`${app.mock.url}/t/${TOMAS}`);
  await editor(page).waitFor();
  assert.equal(await width(), 320);
  await page.context().close();
});
