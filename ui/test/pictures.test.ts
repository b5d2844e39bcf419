/* Pictures inside an answer: pasted, dropped or picked, seen in place, described, taken out, sent and taken back. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { axe, type Page } from '../../tests/lib/browser.ts';
import { eventually } from '../../tests/lib/desk.ts';
import { pastedFiles } from '../src/lib/pictures.ts';
import { editor, startApp, write } from './app.ts';

const app = startApp();

const shown = (page: Page) => editor(page).locator('.pic img');
const painted = (page: Page, selector: string) => page.waitForFunction((wanted) => [...document.querySelectorAll<HTMLImageElement>(wanted)].some((image) => image.complete && image.naturalWidth > 0 && !image.src.startsWith('blob:')), selector);
const screenshot = (page: Page): Promise<Buffer> => page.screenshot({ clip: { x: 0, y: 0, width: 90, height: 60 } });

/* Puts files with BYTES into the text, as the browser does. MORE: what else is in the clipboard, by type. */
async function put(page: Page, how: 'paste' | 'drop', bytes: Buffer, name = 'image.png', more: Record<string, string> = {}): Promise<void> {
  await editor(page).evaluate((target, [kind, base64, called, beside]) => {
    const data = new DataTransfer();
    data.items.add(new File([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))], called, { type: 'image/png' }));
    for (const [type, text] of Object.entries(beside)) data.setData(type, text);
    const box = target.getBoundingClientRect();
    const place = { bubbles: true, cancelable: true, clientX: box.left + 30, clientY: box.top + 10 };
    target.dispatchEvent(kind === 'drop' ? new DragEvent('drop', { dataTransfer: data, ...place }) : new ClipboardEvent('paste', { clipboardData: data, ...place }));
  }, [how, bytes.toString('base64'), name, more] as const);
}

async function sent(page: Page): Promise<any> {
  const [request] = await Promise.all([page.waitForRequest((one) => one.method() === 'POST' && one.url().endsWith('/messages')), page.keyboard.press('Control+Enter')]);
  return JSON.parse(request.postData() ?? '{}');
}

test('a picture is pasted into the text, seen there, sent in its place, and taken back', async () => {
  const { page, troubles } = await app.signedIn('/t/21');
  await write(page, 'It belongs here: ');
  await put(page, 'paste', await screenshot(page));
  await painted(page, '.ed .pic img');
  await page.keyboard.insertText(' as you see.');
  assert.equal(await page.getByRole('list', { name: 'Files of this message' }).count(), 0);
  assert.deepEqual(await axe(page), []);
  const { text, attachments } = await sent(page);
  assert.match(text, new RegExp(`^It belongs here: !\\[\\]\\(upload:${attachments[0].id}\\) as you see\\.$`));
  await painted(page, 'article .shown img');
  await page.keyboard.press('z');
  await page.getByText('Your text is in the draft again').waitFor();
  await painted(page, '.ed .pic img');
  assert.deepEqual(troubles, []);
  await page.context().close();
});

test('a picture survives the window, and is described and taken out by the keyboard alone', async () => {
  const { page } = await app.signedIn('/t/31');
  await write(page, 'Look: ');
  await put(page, 'paste', await screenshot(page), 'hub.png');
  await page.getByRole('status').getByText('hub.png is in the text').waitFor({ state: 'attached' });
  await page.reload();
  await painted(page, '.ed .pic img');
  const tool = page.getByRole('button', { name: 'This picture' });
  await eventually('the picture chosen by keyboard', async () => { // the editor may still be taking the draft in
    await editor(page).focus();
    await page.keyboard.press('Control+End');
    await page.keyboard.press('ArrowLeft');
    return (await tool.isVisible()) || undefined;
  });
  await tool.focus();
  await page.keyboard.press('Enter');
  await page.getByLabel('What it shows').fill('the [split] hub');
  await page.keyboard.press('Enter');
  await shown(page).and(page.getByAltText('the [split] hub')).waitFor();
  const { text } = await sent(page);
  assert.match(text, /!\[the \\\[split\\\] hub\]\(upload:\d+\)/);
  await page.getByRole('article').getByAltText('the [split] hub').waitFor();
  await write(page, 'x');
  await put(page, 'paste', await screenshot(page));
  await painted(page, '.ed .pic img');
  await page.keyboard.press('Backspace');
  assert.equal(await shown(page).count(), 0);
  assert.deepEqual((await sent(page)).attachments, []);
  await page.context().close();
});

test('a picture that is too large says so in its place, and nothing leaves without it', async () => {
  const { page } = await app.signedIn('/t/32');
  await write(page, 'Here it is. ');
  await put(page, 'paste', Buffer.alloc(21 * 1024 * 1024, 'x'));
  await editor(page).getByText('picture: Too large for a mail, 20 MB at most').waitFor();
  await page.keyboard.press('Control+Enter');
  await page.getByRole('alert').getByText('A file did not get there').waitFor();
  await editor(page).focus();
  await page.keyboard.press('Control+End');
  await page.keyboard.press('Backspace');
  await editor(page).getByText('Too large').waitFor({ state: 'detached' });
  assert.equal((await sent(page)).text, 'Here it is.');
  await page.context().close();
});

test('a picture that only says that it is one goes beside the text', async () => {
  const { page } = await app.signedIn('/t/33');
  await write(page, 'As a file: ');
  await put(page, 'drop', Buffer.from('no picture at all'), 'plan.png');
  await page.getByRole('list', { name: 'Files of this message' }).getByText('plan.png').waitFor();
  assert.equal(await editor(page).locator('.pic').count(), 0);
  await put(page, 'drop', await screenshot(page), 'hub.png');
  await painted(page, '.ed .pic img');
  assert.match((await sent(page)).text, /!\[hub\.png\]\(upload:\d+\)/);
  await page.context().close();
});

test('a picture copied out of a page is a picture, a copied piece of a page is text', () => {
  const clipboard = (html: string): DataTransfer => ({ files: [new File(['x'], 'image.png')], types: ['text/html', 'Files'], getData: () => html }) as never;
  assert.equal(pastedFiles(clipboard('<html><head><style>p { color: red }</style></head><body><!--StartFragment--><img src="https://a.example/x.png" alt="x"><!--EndFragment--></body></html>')).length, 1);
  assert.equal(pastedFiles(clipboard('<body><!--StartFragment--><p>Two <b>words</b></p><!--EndFragment--></body>')).length, 0);
});
