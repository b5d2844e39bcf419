/* `make shots`: a picture of every screen in both themes, from the demo desk, in the folder that is the first argument. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Browser, DESKTOP, LAPTOP, launch, open, type Page, PHONE } from '../lib/browser.ts';
import { type Desk, eventually, startDesk } from '../lib/desk.ts';
import { mailOf } from '../lib/lmtp.ts';
import { linkIn, mailText } from '../lib/page.ts';

const AMARA = ['amara@cedarandspoke.example', 'cedar-and-spoke'] as const;
const HANNEKE = ['hanneke@cedarandspoke.example', 'cedar-and-spoke'] as const; /* leads the team */
const MAILBOX = 'help@cedarandspoke.example';
const SUBJECT = 'Rear wheel for the brevet on Friday';
const FIRST = `Hello,

on this morning’s training ride the rear hub of my Ridgeway 32 wheelset split at the flange, drive side, and two spokes came loose. The wheels have done 340 km.

On Friday I start the 400 km brevet and this is my only wheelset. Can you send me a complete new rear wheel before that?

Thank you`;
const ANSWER = ['Thank you for telling us at once. I am glad that you are unhurt, please leave the wheel on the wall.', 'I will tell you which wheel arrives in time by 16:00.'];
const DRAFT = [
  'Thank you for the photo: the flange has a casting flaw, so please leave the wheel on the wall. A complete new wheel before Friday is not our department, rims are back on 2 December.',
  'I will send you a prepaid label by Tuesday 14:00. Then the workshop rebuilds your wheel, and I write to you at each step.',
];
const ALTERNATIVES = [
  { text: 'Your rim on a Cedar 28 hub', by_text: 'Thursday 12:00' },
  { text: 'A loan wheel until yours is back', by_text: 'tomorrow' },
  { text: 'The money back', by_text: 'today' },
];
const NOBODYS = [
  { from: 'Spoke & Hub Weekly <news@spokeandhub.example>', subject: 'New rims for the winter', text: 'This week: carbon rims, and how to true them.', more: ['List-Id: <weekly.spokeandhub.example>', 'List-Unsubscribe: <https://spokeandhub.example/out>', 'Precedence: bulk'] },
  { from: 'Ravi Iyer <ravi@iyer.example>', subject: 'Away until Monday', text: 'I am away until Monday and read your mail then.', more: ['Auto-Submitted: auto-replied'] },
];
/* A Monday morning at the shop, whenever the pictures are taken. */
const MORNING = Date.UTC(2026, 10, 16, 9, 42);

const folder = resolve(process.argv[2] ?? 'build/shots');
mkdirSync(folder, { recursive: true });

async function shot(page: Page, name: string, dark: boolean, full = false): Promise<void> {
  await page.evaluate(() => document.fonts.ready);
  await page.mouse.move(0, 0);
  await page.screenshot({ path: join(folder, `${name}${dark ? '-dark' : ''}.png`), fullPage: full });
}

async function signIn(page: Page, desk: Desk, who: readonly [string, string] = AMARA): Promise<void> {
  await page.goto(desk.url);
  await page.getByLabel('Email').fill(who[0]);
  await page.getByLabel('Password', { exact: true }).fill(who[1]);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { level: 1, name: 'My desk' }).waitFor();
  if (who === AMARA) await page.locator('[data-ticket]').first().waitFor();
}

async function write(page: Page, paragraphs: string[]): Promise<void> {
  await page.getByRole('textbox', { name: /^Reply to/ }).click();
  for (const [i, paragraph] of paragraphs.entries()) {
    if (i > 0) await page.keyboard.press('Enter');
    await page.keyboard.insertText(paragraph);
  }
  await page.getByRole('list', { name: 'Promises in this reply' }).first().waitFor();
}

/* The story that the pictures tell: a mail, and Amara's answer with a promise. The mail is from somebody whom Amara
   looks after already, so it is hers (O2). Gives the ticket's path, the customer's address and link. */
async function prepare(browser: Browser, desk: Desk): Promise<{ path: string; address: string; link: string }> {
  const { page } = await open(browser, { size: DESKTOP });
  const amara = await desk.signIn(...AMARA);
  const rows = (await amara.get('/api/v1/desk')).body.rows as { id: number; subject: string }[];
  const known = (await amara.get(`/api/v1/tickets/${(rows.find((row) => row.subject.startsWith('Rear hub')) ?? rows[0])?.id}`)).body as { person_name: string; person_address: string };
  const address = known.person_address;
  await desk.deliver(mailOf({ from: `${known.person_name} <${address}>`, to: MAILBOX, subject: SUBJECT, text: FIRST }), MAILBOX);
  await signIn(page, desk);
  await page.keyboard.press('/');
  await page.getByRole('combobox').fill('brevet');
  await page.getByRole('option', { name: new RegExp(SUBJECT) }).click();
  await page.getByRole('heading', { level: 1, name: SUBJECT }).waitFor();
  const path = new URL(page.url()).pathname;
  await page.getByRole('button', { name: 'Other ways to send' }).waitFor();
  await write(page, ANSWER);
  await page.keyboard.press('Control+Enter');
  await page.getByRole('article').filter({ hasText: 'which wheel' }).getByText('Sent', { exact: true }).waitFor();
  await page.context().close();
  for (const mail of NOBODYS) await desk.deliver(mailOf({ to: MAILBOX, ...mail }), MAILBOX);
  const mail = await eventually('the answer', () => desk.outbox().find((found) => found.includes(address) && mailText(found).includes('which wheel') && linkIn(found)));
  return { path, address, link: linkIn(mail) ?? '' };
}

async function appShots(browser: Browser, desk: Desk, path: string, dark: boolean): Promise<void> {
  for (const [suffix, size] of [['', DESKTOP], ['-1200', LAPTOP], ['-mobile', PHONE]] as const) {
    const { page } = await open(browser, { size, dark });
    await page.goto(desk.url);
    await page.getByLabel('Email').waitFor();
    if (suffix !== '-1200') await shot(page, `sign-in${suffix}`, dark);
    await signIn(page, desk);
    for (let i = 0; i < 4 && suffix !== '-mobile'; i++) await page.keyboard.press('j');
    await shot(page, `desk${suffix}`, dark);
    await page.goto(desk.url + path);
    await page.getByRole('button', { name: 'Other ways to send' }).waitFor();
    await write(page, DRAFT);
    await page.getByText('Better:').waitFor();
    await shot(page, `ticket${suffix}`, dark);
    if (suffix === '') await dialogShots(page, dark);
    if (suffix !== '-1200') await quarantineShot(page, desk, `quarantine${suffix}`, dark);
    await page.context().close();
  }
}

async function dialogShots(page: Page, dark: boolean): Promise<void> {
  await page.setViewportSize({ width: DESKTOP.width, height: 1440 });
  await shot(page, 'ticket-full', dark);
  await page.setViewportSize(DESKTOP);
  await page.getByRole('region', { name: 'Conversation' }).focus();
  const dialogs = [['h', 'handover'], ['x', 'alternatives'], ['l', 'heard'], ['?', 'keys'], ['c', 'write-down'], ['/', 'search']] as const;
  for (const [key, name] of dialogs) {
    await page.keyboard.press(key);
    await page.getByRole('dialog').waitFor();
    if (key === 'h') await page.getByLabel(/^What .* will read/).waitFor();
    if (key === 'x') await page.getByLabel('Alternative 1', { exact: true }).fill(ALTERNATIVES[0]?.text ?? '');
    if (key === '/') await page.getByRole('combobox').fill('hub');
    if (key === '/') await page.getByRole('option').nth(2).waitFor();
    await shot(page, name, dark);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    if (key === 'x') await page.getByRole('region', { name: 'Conversation' }).focus();
  }
  await page.getByRole('button', { name: /Profile and check-in/ }).click();
  await page.getByRole('menu').waitFor();
  await shot(page, 'profile', dark);
}

async function quarantineShot(page: Page, desk: Desk, name: string, dark: boolean): Promise<void> {
  await page.goto(`${desk.url}/quarantine`);
  const mail = page.getByRole('button', { name: /New rims for the winter/ });
  await mail.waitFor();
  if (!name.endsWith('-mobile')) {
    await mail.click();
    await page.getByText('how to true them').waitFor();
  }
  await shot(page, name, dark);
}

/* A no with alternatives: what the colleague sees, and what the customer chooses from. */
async function refusalShots(browser: Browser, desk: Desk, address: string): Promise<void> {
  const amara = await desk.signIn(...AMARA);
  await desk.deliver(mailOf({ from: `Henrik Lindqvist <${address}>`, to: MAILBOX, subject: 'A new wheel by Friday?', text: 'Can I have a complete new wheel by Friday?' }), MAILBOX);
  const row = await eventually('the second ticket', async () => (await amara.get('/api/v1/tickets?limit=20')).body.tickets.find((one: { subject: string }) => one.subject === 'A new wheel by Friday?'));
  const { body: ticket } = await amara.get(`/api/v1/tickets/${row.id}`);
  const said = await amara.post(`/api/v1/tickets/${row.id}/messages`, {
    kind: 'reply', text: 'Thank you for asking. New rims are back on 2 December, so a complete new wheel by Friday is something I cannot promise. Here is what I can do.', version: ticket.version,
    propose: true, proposal_kind: 'refusal', alternatives: ALTERNATIVES,
  }, { 'idempotency-key': 'no' });
  if (said.status !== 201) throw new Error(JSON.stringify(said.body));
  const mail = await eventually('the no', () => desk.outbox().find((found) => found.includes(address) && mailText(found).includes('Cedar 28 hub') && linkIn(found)));
  for (const dark of [false, true]) {
    const { page } = await open(browser, { dark });
    await signIn(page, desk);
    await page.goto(`${desk.url}/t/${row.id}`);
    await page.getByText('chooses', { exact: false }).first().waitFor();
    await shot(page, 'ticket-alternatives', dark);
    await page.context().close();
    const { page: customer } = await open(browser, { dark });
    for (const [suffix, size] of [['', DESKTOP], ['-mobile', PHONE]] as const) {
      await customer.setViewportSize(size);
      await customer.goto(linkIn(mail) ?? '');
      await shot(customer, `status-alternatives${suffix}`, dark, true);
    }
    await customer.context().close();
  }
}

/* The customer's page with the conversation: the code is typed once, since it is sent only a few times an hour. */
async function customerShots(browser: Browser, desk: Desk, address: string, link: string): Promise<void> {
  const { page } = await open(browser);
  await page.goto(link);
  await page.getByRole('button', { name: 'Send me the code' }).click();
  const mail = await eventually('the code', () => desk.outbox().find((found) => found.includes(address) && codeIn(found)));
  await page.locator('#code').fill(codeIn(mail) ?? '');
  await page.getByRole('button', { name: 'Show it' }).click();
  await page.getByText('two spokes came loose').waitFor();
  for (const dark of [false, true]) {
    await page.emulateMedia({ colorScheme: dark ? 'dark' : 'light' });
    for (const [suffix, size] of [['', DESKTOP], ['-mobile', PHONE]] as const) {
      await page.setViewportSize(size);
      await page.goto(link);
      await shot(page, `status${suffix}`, dark);
      await shot(page, `status${suffix}-full`, dark, true);
    }
  }
  await page.emulateMedia({ colorScheme: 'light' });
  for (const language of ['de', 'fr', 'es']) {
    await page.setViewportSize(DESKTOP);
    await page.goto(`${link}?language=${language}`);
    await shot(page, `status-${language}`, false, true);
  }
  await page.context().close();
}

const codeIn = (mail: string): string | undefined => /\b(\d{3}) ?(\d{3})\b(?![^\n]*(?:boundary|@))/.exec(mailText(mail).split(/\r?\n\r?\n/).slice(1).join('\n'))?.slice(1).join('');

async function overruleShot(browser: Browser, desk: Desk, path: string): Promise<void> {
  for (const dark of [false, true]) {
    const { page } = await open(browser, { dark });
    await signIn(page, desk, HANNEKE);
    await page.goto(desk.url + path);
    await page.getByRole('button', { name: 'More', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Name another owner…' }).click();
    await page.getByRole('radio').first().check();
    await shot(page, 'overrule', dark);
    await page.context().close();
  }
}

/* Last, since it changes the desk: what both see once the customer says that it is solved. */
async function solvedShots(browser: Browser, desk: Desk, path: string, link: string): Promise<void> {
  const { page: customer } = await open(browser);
  await customer.goto(link);
  await customer.getByRole('button', { name: 'It’s solved' }).click();
  for (const dark of [false, true]) {
    await customer.emulateMedia({ colorScheme: dark ? 'dark' : 'light' });
    await shot(customer, 'status-solved', dark);
    const { page } = await open(browser, { dark });
    await signIn(page, desk);
    await page.goto(desk.url + path);
    await page.getByText('says it is solved.').waitFor();
    await shot(page, 'ticket-solved', dark);
    await page.context().close();
  }
}

const clock = join(mkdtempSync(join(tmpdir(), 'buckstop-shots-')), 'clock');
const offset = Buffer.alloc(8);
offset.writeBigInt64LE(BigInt(MORNING - Date.now()));
writeFileSync(clock, offset);

const desk = await startDesk({ make: ['dev', 'demo'], env: { BUCKSTOP_CLOCK: clock } });
const browser = await launch();
try {
  const { path, address, link } = await prepare(browser, desk);
  for (const dark of [false, true]) await appShots(browser, desk, path, dark);
  await customerShots(browser, desk, address, link);
  await refusalShots(browser, desk, address);
  await overruleShot(browser, desk, path);
  await solvedShots(browser, desk, path, link);
  console.log(`pictures in ${folder}`);
} finally {
  await browser.close();
  await desk.end();
  rmSync(join(clock, '..'), { recursive: true, force: true });
}
