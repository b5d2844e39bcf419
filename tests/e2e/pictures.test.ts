/* A picture that is pasted into an answer leaves as a part of the mail, where it stands in the text, and is seen on the ticket. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Browser, launch, open } from '../lib/browser.ts';
import { admin, type Desk, eventually, password, startDesk } from '../lib/desk.ts';
import { mailOf } from '../lib/lmtp.ts';

let desk: Desk;
let browser: Browser;
before(async () => {
  [desk, browser] = await Promise.all([startDesk({ env: { BUCKSTOP_RECEIPT_AFTER: '3600', BUCKSTOP_UNDO: '0' } }), launch()]);
});
after(async () => {
  await browser?.close();
  await desk?.end();
});

test('a picture pasted into an answer is shown in the draft, in the mail and on the ticket', async () => {
  const amara = await desk.signIn();
  assert.match(await desk.deliver(mailOf({ subject: 'Which screw?', from: 'Tomas Vidal <tomas@example.org>' })), /^250/);
  const { id } = await eventually('the ticket', async () => (await amara.get('/api/v1/tickets?limit=5')).body.tickets[0]);
  const { page, troubles } = await open(browser);
  await page.goto(`${desk.url}/t/${id}`);
  await page.getByLabel('Email').fill(admin);
  await page.getByLabel('Password', { exact: true }).fill(password);
  const bytes = await page.screenshot({ clip: { x: 500, y: 300, width: 320, height: 200 } });
  await page.getByRole('button', { name: 'Sign in' }).click();
  const editor = page.getByRole('textbox', { name: /^Reply to/ });
  await editor.click();
  await page.keyboard.insertText('It is this one: ');
  await editor.evaluate((target, base64) => {
    const data = new DataTransfer();
    data.items.add(new File([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))], 'image.png', { type: 'image/png' }));
    target.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
  }, bytes.toString('base64'));
  const seen = (selector: string) => page.waitForFunction((wanted) => [...document.querySelectorAll<HTMLImageElement>(wanted)].some((image) => image.src.includes('/pictures/') && image.naturalWidth === 320), selector);
  await seen('.ed img');
  await page.keyboard.insertText(', the long one.');
  await page.keyboard.press('Control+Enter');
  await seen('article img');
  const [mail] = await eventually('the mail', () => {
    const found = desk.outbox().filter((one) => one.includes('the long one'));
    return found.length > 0 ? found : undefined;
  });
  assert.match(mail ?? '', /It is this one: \[picture\], the long one\./);
  const cid = /<img [^>]*src=3D"cid:([^"]+)"/.exec((mail ?? '').replaceAll('=\r\n', ''))?.[1];
  const part = new RegExp(`Content-ID: <${cid}>\\r\\n[^]*?\\r\\n\\r\\n([A-Za-z0-9+/=\\r\\n]+)\\r\\n--`).exec(mail ?? '')?.[1] ?? '';
  assert.ok(Buffer.from(part, 'base64').equals(bytes));
  assert.deepEqual(troubles, []);
});
