/* What an answer carries beside its words: copies, files, another time to leave, a no with something else; and what becomes of it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { axe, type Page, PHONE } from '../../tests/lib/browser.ts';
import { editor, startApp, write } from './app.ts';

const app = startApp();
const SOMEBODY = 31;
const files = (page: Page) => page.getByRole('list', { name: 'Files of this message' });
const sent = async (page: Page): Promise<Record<string, any>> => {
  const request = page.waitForRequest((asked) => asked.method() === 'POST' && asked.url().endsWith('/messages'));
  await editor(page).click();
  await page.keyboard.press('Control+Enter');
  return (await request).postDataJSON() as Record<string, any>;
};

test('addresses are typed or pasted, put right, and go along; those in copy stay so', async () => {
  const { page } = await app.signedIn(`/t/${SOMEBODY}`);
  await page.getByLabel('Write', { exact: true }).getByRole('button', { name: 'Copy to…' }).click();
  const copy = page.getByLabel('Copy', { exact: true });
  await copy.pressSequentially('mia@club.example, not an address,');
  await page.getByText('“not an address” is not an email address.').waitFor();
  await copy.fill('');
  await copy.pressSequentially('Jo Adeyemi <jo@club.example>');
  await page.getByLabel('Blind copy').fill('archive@cedarandspoke.example');
  await page.getByLabel('Blind copy').press('Enter');
  await page.getByRole('button', { name: 'Take out mia@club.example' }).click();
  await write(page, 'The larger bag is on its way.');
  assert.deepEqual(await axe(page), []);
  const { cc, bcc } = await sent(page);
  assert.deepEqual(cc, [{ address: 'jo@club.example', name: 'Jo Adeyemi' }]);
  assert.deepEqual(bcc, [{ address: 'archive@cedarandspoke.example', name: null }]);
  await page.getByRole('list', { name: 'Who got it' }).getByText('copy Jo Adeyemi').waitFor();
  await page.getByLabel('What we agreed').getByText('in copy').waitFor();
  await page.context().close();
});

test('files are picked, dropped and pasted, can be taken out, and survive the window', async () => {
  const { page } = await app.signedIn('/t/32');
  await write(page, 'See the drawings.');
  await page.setInputFiles('input.files', [{ name: 'one.pdf', mimeType: 'application/pdf', buffer: Buffer.from('one') }, { name: 'two.pdf', mimeType: 'application/pdf', buffer: Buffer.from('two') }]);
  await files(page).getByText('two.pdf').waitFor();
  for (const [type, name] of [['drop', 'dropped.txt'], ['paste', 'pasted.png']] as const) {
    await editor(page).evaluate((target, [kind, called]) => {
      const data = new DataTransfer();
      data.items.add(new File(['bytes'], called));
      target.dispatchEvent(kind === 'drop' ? new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }) : new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
    }, [type, name] as const);
    await files(page).getByText(name).waitFor();
  }
  await page.getByRole('button', { name: 'Take out one.pdf' }).click();
  await page.reload();
  await files(page).getByText('two.pdf').waitFor();
  assert.deepEqual(await axe(page), []);
  const { attachments } = await sent(page);
  assert.equal(attachments.length, 3);
  await page.getByRole('article').getByText('pasted.png').waitFor();
  assert.equal(await files(page).count(), 0);
  await page.context().close();
});

test('a file that did not get there keeps the answer from leaving without it', async () => {
  const { page } = await app.signedIn('/t/32');
  await write(page, 'Here it is.');
  app.mock.refuseUploads(true);
  await page.setInputFiles('input.files', [{ name: 'large.bin', mimeType: 'application/octet-stream', buffer: Buffer.from('x') }]);
  await files(page).getByText('This file is too large.').waitFor();
  await page.keyboard.press('Control+Enter');
  await page.getByRole('alert').getByText('A file did not get there').waitFor();
  assert.match((await editor(page).textContent()) ?? '', /Here it is/);
  app.mock.refuseUploads(false);
  await page.getByRole('button', { name: 'Take out large.bin' }).click();
  await sent(page);
  await page.getByRole('article').getByText('Here it is.').waitFor();
  await page.context().close();
});

test('an answer can leave later, and until then leave at once or come back into the draft', async () => {
  const { page } = await app.signedIn('/t/33');
  const later = async (text: string): Promise<void> => {
    await write(page, text);
    await page.getByRole('button', { name: 'Other ways to send' }).click();
    await page.getByRole('menuitem', { name: /^Send later/ }).click();
    await page.getByRole('button', { name: 'Tomorrow 09:00' }).click();
    assert.deepEqual(await axe(page), []);
    await page.getByRole('button', { name: 'Send it then' }).click();
    await page.getByRole('article').filter({ hasText: text }).getByText('Leaves tomorrow 09:00').waitFor();
  };
  await later('Good morning, it is **done**.');
  await page.reload();
  await page.getByRole('button', { name: 'Take it back' }).click();
  await page.getByText('Your text is in the draft again').waitFor();
  assert.match((await editor(page).textContent()) ?? '', /Good morning/);
  await editor(page).click();
  await page.keyboard.press('Control+A');
  await page.keyboard.press('Delete');
  await later('See you tomorrow.');
  await page.getByRole('button', { name: 'Send now' }).click();
  await page.getByRole('article').filter({ hasText: 'See you tomorrow.' }).getByText('Sent', { exact: true }).waitFor();
  await page.context().close();
});

test('an answer for later waits when the customer writes, says so on My desk too, and is sent as it is or taken back', async () => {
  const { page } = await app.signedIn('/t/34');
  await write(page, 'I call you tomorrow.');
  await page.getByRole('button', { name: 'Other ways to send' }).click();
  await page.getByRole('menuitem', { name: /^Send later/ }).click();
  await page.getByRole('button', { name: 'Tomorrow 09:00' }).click();
  await page.getByRole('button', { name: 'Send it then' }).click();
  const card = page.getByRole('article').filter({ hasText: 'I call you tomorrow.' });
  await card.getByText('Leaves tomorrow 09:00').waitFor();
  app.mock.arrive(34, 'Please call my wife instead.');
  await card.getByText('They wrote since, so it waits for your yes').waitFor();
  assert.deepEqual(await axe(page), []);
  await card.getByRole('button', { name: 'Take it back' }).waitFor();
  await page.keyboard.press('Escape');
  await page.goto(`${app.mock.url}/desk`);
  await page.getByText('An answer waits for your yes: they wrote since').waitFor();
  assert.deepEqual(await axe(page), []);
  await page.goto(`${app.mock.url}/t/34`);
  await card.getByRole('button', { name: 'Send it as it is' }).click();
  await card.getByText('Sent', { exact: true }).waitFor();
  await page.context().close();
});

test('R1: a no goes out with something else to choose from, by the keyboard alone', async () => {
  const { page } = await app.signedIn('/t/34');
  await page.getByRole('button', { name: 'Other ways to send' }).waitFor();
  await page.keyboard.press('x');
  const dialog = page.getByRole('dialog', { name: 'A no, with something else' });
  await dialog.waitFor();
  await page.keyboard.press('Control+Enter');
  await dialog.getByText('Say at least one thing').waitFor();
  await dialog.getByLabel('Alternative 1', { exact: true }).fill('A loan bag until the large one is back');
  await dialog.getByRole('button', { name: 'Another one' }).click();
  await page.keyboard.insertText('The money back today');
  await dialog.getByText('A second look by Hanneke de Wit').waitFor();
  assert.deepEqual(await axe(page), []);
  await page.keyboard.press('Control+Enter');
  await page.getByRole('list', { name: 'Promises in this reply' }).getByText('with 2 alternatives').waitFor();
  await write(page, 'The large one is not made any more.');
  const input = await sent(page);
  assert.equal(input.proposal_kind, 'refusal');
  assert.deepEqual(input.alternatives.map((entry: { text: string }) => entry.text), ['A loan bag until the large one is back', 'The money back today']);
  await page.getByRole('heading', { name: /Alternatives/ }).getByText('Kalani chooses').waitFor();
  await page.context().close();
});

test('R2: what the customer said on the phone is written down with l', async () => {
  const { page } = await app.signedIn('/t/36');
  await page.getByRole('button', { name: 'Heard on the phone…' }).waitFor();
  await page.getByRole('region', { name: 'Conversation' }).focus();
  await page.keyboard.press('l');
  await page.getByRole('radio', { name: 'It is solved' }).check();
  await page.getByLabel('In their words').fill('Works now, thanks.');
  assert.deepEqual(await axe(page), []);
  await page.getByRole('button', { name: 'Write it down' }).click();
  await page.getByText('Rania gets it in writing').waitFor();
  await page.getByText('Rania says it is solved.').waitFor();
  await page.context().close();
});

test('the signature is shown, can be left out, and the conversation be quoted', async () => {
  const { page } = await app.signedIn('/t/35');
  await write(page, 'Only this.');
  await page.getByText('Amara · Cedar & Spoke, Brook Lane 4').waitFor();
  await page.getByRole('button', { name: 'Leave it out' }).click();
  await page.getByRole('button', { name: 'Quote the conversation below' }).click();
  await page.getByText('The conversation so far is quoted below.').waitFor();
  const { without_signature, quote_history } = await sent(page);
  assert.equal(without_signature, true);
  assert.equal(quote_history, true);
  await page.context().close();
});

test('O10: spam takes a second colleague, who is asked on the ticket', async () => {
  const { page } = await app.signedIn('/t/16');
  await page.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('menuitem', { name: 'This is spam' }).click();
  await page.getByText('A second colleague must agree.').waitFor();
  assert.deepEqual(await axe(page), []);
  await page.getByRole('button', { name: 'It is none' }).click();
  await page.getByText('A second colleague must agree.').waitFor({ state: 'detached' });
  await page.context().close();
});

for (const size of [undefined, PHONE]) {
  test(`the signature is changed in the profile (${size ? 'phone' : 'desktop'})`, async () => {
    const { page } = await app.signedIn('/desk', size ? { size } : {});
    await page.getByRole('button', { name: /Profile and check-in/ }).click();
    await page.getByRole('menuitem', { name: 'Signature…' }).click();
    await page.getByLabel('Signature', { exact: true }).fill('Amara, wheels and orders');
    assert.deepEqual(await axe(page), []);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved.').waitFor();
    await page.context().close();
  });
}
