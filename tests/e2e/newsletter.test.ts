/* Newsletters in the frame of the ticket page: their looks, the reader's consent to pictures, and what dark mode leaves of them
   (G11, AC-026, AC-027). Pictures of others are one pixel here, or as large as their address says, for the original as for the
   frame. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { axe, type Browser, launch, open, type Page } from '../lib/browser.ts';
import { admin, type Desk, eventually, password, startDesk } from '../lib/desk.ts';
import { type Heard, listen } from '../lib/frames.ts';
import { htmlMail, mailOf } from '../lib/lmtp.ts';
import { differing } from '../lib/pictures.ts';

/* Of others, and our own: each in one of the ways in which newsletters are laid out. */
const folders = [new URL('../corpus/html/', import.meta.url), new URL('../corpus/letters/', import.meta.url)];
const files = new Map(folders.flatMap((folder) => readdirSync(folder).filter((name) => name.startsWith('news-') || (folder === folders[1] && name.endsWith('.html'))).map((name) => [name, new URL(name, folder)] as const)));
const letters = [...files.keys()];
const source = (name: string): string => readFileSync(files.get(name) ?? assert.fail(name), 'utf8');
const WIDTH = 700;
const REMOTE = 'https://pictures.example/a.png';
const BACKGROUND = 'https://pictures.example/paper.png';
/* Made for dark screens: its light words stand on dark paper where the sheet is obeyed, and on white where only half is. */
const DARK_ONES = [
  '<style>:root { color-scheme: light dark } @media (prefers-color-scheme: dark) { body, p { color: #fff !important; background: #111 !important } }</style><p>Half obeyed is unread</p>',
  '<meta name="color-scheme" content="dark light"><style>:root { color-scheme: dark }</style><p>No colours of its own</p>',
  '<div style="background:#111"><p style="color:#eee">Light on its own dark</p></div>',
];

let desk: Desk;
let browser: Browser;
const idOf = new Map<string, { ticket: number; message: number }>();

async function deliver(subject: string, html: string): Promise<void> {
  assert.match(await desk.deliver(htmlMail(html, { subject, from: `${subject.replaceAll(/\W/g, '')}@example.org` })), /^250/);
  const amara = await desk.signIn();
  const row = await eventually('the ticket', async () => (await amara.get('/api/v1/tickets?limit=50')).body.tickets.find((one: { subject: string }) => one.subject === subject));
  const { body } = await amara.get(`/api/v1/tickets/${row.id}`);
  idOf.set(subject, { ticket: row.id, message: body.messages.find((one: { direction: string }) => one.direction === 'in').id });
}

before(async () => {
  [desk, browser] = await Promise.all([startDesk(), launch()]);
  for (const name of letters) await deliver(name, source(name));
  for (const [i, html] of DARK_ONES.entries()) await deliver(`dark ${i}`, html);
  await deliver('links', '<a href="https://evil.example/login" title="https://bank.example">https://bank.example</a> <a href="https://\u0442\u0435\u0441\u0442.example/">read on</a> <a href="https://www.shop.example/a?b=1&amp;c=2">shop.example/a</a> <a href="mailto:thief@evil.example">help@bank.example</a>');
  await deliver('pictures', `<p>See</p><img src="${REMOTE}" width="20" height="20"><table background="${BACKGROUND}"><tr><td>Text</td></tr></table>`);
});
after(async () => {
  await browser?.close();
  await desk?.end();
});

async function shown(subject: string, dark = false): Promise<{ page: Page; heard: Heard }> {
  const { page } = await open(browser, { dark });
  const heard = await listen(page, desk.url);
  await page.goto(`${desk.url}/t/${idOf.get(subject)?.ticket}`);
  await page.getByLabel('Email').fill(admin);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('button', { name: 'Show as sent' }).click();
  return { page, heard };
}

/* The worst contrast (WCAG 2) of any text that can be seen, against the colour that is painted behind it. Runs inside the frame. */
function worstContrast(): number {
  const parts = (colour: string): [number, number, number, number] => {
    const [r = 0, g = 0, b = 0, a = 1] = (colour.match(/[\d.]+/g) ?? []).map(Number);
    return [r, g, b, a];
  };
  const light = ([r, g, b]: number[]): number => {
    const [x = 0, y = 0, z = 0] = [r, g, b].map((part) => ((part ?? 0) / 255 <= 0.03928 ? (part ?? 0) / 255 / 12.92 : (((part ?? 0) / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const behind = (element: Element | null): number[] => {
    for (let at = element; at; at = at.parentElement) {
      const [r, g, b, a] = parts(getComputedStyle(at).backgroundColor);
      if (a > 0.5) return [r, g, b];
    }
    return [255, 255, 255];
  };
  let worst = 21;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    const text = walker.currentNode.textContent?.replaceAll(/[\s\u00ad\u034f\u200b-\u200f\u2007\ufeff]/g, '') ?? '';
    if (!element || text === '' || element.getClientRects().length === 0 || parseFloat(getComputedStyle(element).fontSize) < 5) continue;
    const [a, b] = [light(parts(getComputedStyle(element).color)), light(behind(element))];
    worst = Math.min(worst, (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05));
  }
  return worst;
}

for (const name of letters) {
  test(`${name} looks as its sender made it, with its pictures and without: less than a tenth of the pixels differ`, async () => {
    const amara = await desk.signIn();
    for (const pictures of [true, false]) {
      const { page } = await open(browser, { size: { width: WIDTH, height: 900 } });
      await listen(page, desk.url, pictures);
      const { body } = await amara.get(`/api/v1/messages/${idOf.get(name)?.message}/html${pictures ? '?images=1' : ''}`);
      await page.route('**/original', (route) => route.fulfill({ contentType: 'text/html', body: source(name).replaceAll(/<script[\s\S]*?<\/script>/g, '') }));
      await page.route('**/ours', (route) => route.fulfill({ contentType: 'text/html', body: String(body) }));
      const looks: Buffer[] = [];
      for (const what of ['original', 'ours']) {
        await page.goto(`${desk.url}/${what}`);
        looks.push(await page.screenshot({ fullPage: true }));
      }
      const share = await differing(browser, looks[0] as Buffer, looks[1] as Buffer);
      assert.ok(share < 0.1, `${(share * 100).toFixed(1)} % differ ${pictures ? 'with' : 'without'} pictures`);
      await page.context().close();
    }
  });
}

/* What can be seen, a word after the other. Runs inside the page. */
function wordsSeen(): string {
  const hidden = (element: Element): boolean => {
    const style = getComputedStyle(element);
    return element.getClientRects().length === 0 || style.visibility !== 'visible' || style.opacity === '0' || parseFloat(style.fontSize) < 2;
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const words: string[] = [];
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (element && !/^(STYLE|SCRIPT|TITLE|NOSCRIPT)$/.test(element.tagName) && !hidden(element)) words.push(...(walker.currentNode.textContent ?? '').split(/[\s\u00a0\u200c]+/));
  }
  return words.filter(Boolean).join(' ');
}

test('newsletters keep all their words', async () => {
  const { page } = await open(browser, { size: { width: WIDTH, height: 900 } });
  await listen(page, desk.url);
  const amara = await desk.signIn();
  for (const name of letters) {
    const { body } = await amara.get(`/api/v1/messages/${idOf.get(name)?.message}/html`);
    const read: string[] = [];
    for (const html of [source(name), String(body)]) {
      await page.route('**/letter', (route) => route.fulfill({ contentType: 'text/html', body: html }));
      await page.goto(`${desk.url}/letter`);
      read.push(await page.evaluate(wordsSeen));
    }
    assert.equal(read[1], read[0], name);
  }
  await page.context().close();
});

test('a link shows where it goes when it is pointed at, and beside words that say otherwise', async () => {
  const { page } = await shown('links');
  const frame = page.locator('iframe').contentFrame();
  await frame.getByRole('link', { name: 'https://bank.example' }).waitFor();
  assert.deepEqual(await frame.getByRole('link').evaluateAll((links) => links.map((link) => [link.getAttribute('title'), getComputedStyle(link, '::after').content])), [
    ['https://evil.example/login', '" (evil.example)"'],
    ['https://xn--e1aybc.example/', 'none'],
    ['https://www.shop.example/a?b=1&c=2', 'none'],
    ['mailto:thief@evil.example', '" (thief@evil.example)"'],
  ]);
  await page.context().close();
});

test('the banner over a mail whose pictures wait is accessible (axe)', async () => {
  const { page } = await shown('pictures');
  await page.getByText('2 pictures from elsewhere are not loaded').waitFor();
  assert.deepEqual(await axe(page), []);
  await page.context().close();
});

test('a picture of others is asked for after consent only, and says nothing of who reads (AC-026, AC-027)', async () => {
  const { page, heard } = await shown('pictures');
  const frame = page.locator('iframe').contentFrame();
  await frame.getByText('See').waitFor();
  assert.deepEqual(heard.outside, []);
  await page.getByText('2 pictures from elsewhere are not loaded').waitFor();
  const asked = [REMOTE, BACKGROUND].map((address) => page.context().waitForEvent('request', (request) => request.url() === address));
  await page.keyboard.press('i');
  for (const request of await Promise.all(asked)) {
    const headers = await request.allHeaders();
    assert.equal(headers.referer, undefined);
    assert.equal(headers.cookie, undefined);
  }
  await page.getByText('from elsewhere').waitFor({ state: 'detached' });
  assert.deepEqual(heard.outside.toSorted(), [REMOTE, BACKGROUND]);
  await page.context().close();
});

for (const subject of [...letters.slice(0, 2), 'for-dark-screens.html', 'spacers.html', 'campaign-blocks.html', ...DARK_ONES.map((_, i) => `dark ${i}`)]) {
  test(`dark mode leaves ${subject} to be read`, async () => {
    const worst: number[] = [];
    for (const dark of [false, true]) {
      const { page } = await shown(subject, dark);
      const frame = page.frames()[1] ?? assert.fail('no frame');
      await frame.waitForLoadState('load');
      worst.push(await frame.evaluate(worstContrast));
      await page.context().close();
    }
    const [light = 0, dark = 0] = worst;
    assert.ok(dark >= light - 0.01, `${dark.toFixed(2)} in the dark, ${light.toFixed(2)} in the light`);
    assert.ok(dark > 2, `${dark.toFixed(2)}`);
  });
}

test('the text itself is read in both looks (WCAG 1.4.3)', async () => {
  assert.match(await desk.deliver(mailOf({ subject: 'plain', text: 'Only words.', from: 'plain@example.org' })), /^250/);
  const { page } = await shown('dark 0', true);
  await page.getByRole('button', { name: 'Show as text' }).click();
  await page.getByRole('article').getByText('Half obeyed is unread').waitFor();
  assert.ok((await page.evaluate(worstContrast)) >= 4.4);
  await page.context().close();
});
