// Every route × every role and relation, against the printed table of rights (AC-046, AC-084, AC-090, I9).
//
// Nothing here names a route's answer by hand: the program prints its routes (`dev routes`) and its rights (`dev rights`), and each
// caller must get what the two together say. A new route without a body below fails.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, before, test } from 'node:test';
import { eventually, password, program, startDesk, type Desk } from '../lib/desk.ts';
import { mailOf } from '../lib/lmtp.ts';
import { routes, type Route } from '../lib/routes.ts';
import { ask, signIn, type Session } from '../lib/session.ts';

type Role = 'member' | 'agent' | 'leader' | 'admin';

/** right → role → the relations that allow it */
function rights(): Map<string, Record<Role, string[]>> {
  const table = new Map<string, Record<Role, string[]>>();
  const words = (cell: string) => cell.split(',').map((word) => word.trim()).filter((word) => word !== '');
  for (const line of execFileSync(program, ['dev', 'rights'], { encoding: 'utf8' }).split('\n')) {
    const cells = line.split('|').slice(1, -1).map((cell) => cell.trim());
    if (cells.length !== 5 || cells[0] === 'to' || cells[0]!.startsWith('---')) continue;
    table.set(cells[0]!, { member: words(cells[1]!), agent: words(cells[1]!), leader: words(cells[2]!), admin: words(cells[3]!) });
  }
  return table;
}

interface Caller {
  name: string;
  address: string;
  role: Role;
  relations: string[];
  options: string[];
}

const callers: Caller[] = [
  { name: 'Dao Other', address: 'dao@desk.example', role: 'agent', relations: [], options: ['--team', 'Bills'] },
  { name: 'Mo Other', address: 'mo@desk.example', role: 'member', relations: [], options: ['--team', 'Bills'] },
  { name: 'Lia Other', address: 'lia@desk.example', role: 'leader', relations: [], options: ['--team', 'Bills', '--leads'] },
  { name: 'Ada Other', address: 'ada@desk.example', role: 'admin', relations: [], options: ['--team', 'Bills'] },
  { name: 'Kim Team', address: 'kim@desk.example', role: 'member', relations: ['team'], options: [] },
  { name: 'Ann Team', address: 'ann@desk.example', role: 'agent', relations: ['team'], options: [] },
  { name: 'Lee Leads', address: 'lee@desk.example', role: 'leader', relations: ['team', 'leads'], options: ['--leads'] },
  { name: 'Tess Team', address: 'tess@desk.example', role: 'admin', relations: ['team'], options: [] },
  { name: 'Sam Offered', address: 'sam@desk.example', role: 'agent', relations: ['team', 'offered'], options: [] },
];
const owner: Caller = { name: 'the owner', address: 'amara@desk.example', role: 'admin', relations: ['team', 'owner', 'author', 'leads'], options: [] };

let desk: Desk;
let amara: Session;
let colleagues: any[];
before(async () => {
  desk = await startDesk({
    env: { BUCKSTOP_UNDO: '600' },
    prepare: (made) => {
      made.addColleague('rosa@desk.example', 'Rosa Ibarra', 'agent');
      made.run('team', 'add', '--mailbox', 'bills@desk.example', '--steward', 'rosa@desk.example', 'Bills');
      for (const one of callers) made.addColleague(one.address, one.name, one.role, ...one.options);
    },
  });
  amara = await desk.signIn();
  colleagues = (await amara.get('/api/v1/colleagues')).body.colleagues;
});
after(() => desk.end());

const boundary = 'b0undary';
function mailWithAll(subject: string, address: string): string {
  const parts = [
    `--${boundary}`, 'Content-Type: text/html; charset=utf-8', '', '<p>It <b>cracked</b>.</p>',
    `--${boundary}`, 'Content-Type: text/plain; name="frame.txt"', 'Content-Disposition: attachment; filename="frame.txt"', '', 'number 7',
    `--${boundary}`, 'Content-Type: image/gif', 'Content-Disposition: attachment; filename="dot.gif"', 'Content-Transfer-Encoding: base64', '',
    'R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7',
    `--${boundary}--`,
  ].join('\r\n');
  return mailOf({ from: `Tomas Vidal <${address}>`, subject, text: parts }).replace('Content-Type: text/plain; charset=utf-8', `Content-Type: multipart/mixed; boundary="${boundary}"`);
}

interface Ids {
  tickets: number;
  messages: number;
  own: number;
  attachments: number;
  pictures: number;
  promises: number;
  handovers: number;
  quarantine: number;
  mailboxes: number;
  version: number;
}

/** A ticket of Amara's with one of everything that a route can name. */
async function subjectOf(subject: string): Promise<Ids> {
  // Who owns the customer's other open problem owns the next one (O2).
  const address = `${subject.replaceAll(/\W/g, '')}@example.org`;
  const { body: created } = await amara.post('/api/v1/tickets', { subject, text: 'x', customer_address: address, customer_name: 'Tomas Vidal', channel: 'phone' });
  assert.match(await desk.deliver(mailWithAll(subject, address)), /^250/);
  const mailed = await eventually('the mail', async () => (await amara.get('/api/v1/tickets?limit=50')).body.tickets.find((row: any) => row.subject === subject && row.id !== created.id));
  let { body: ticket } = await amara.get(`/api/v1/tickets/${mailed.id}`);
  if (ticket.owner_id !== amara.me.id) throw new Error(`the mail is owned by ${ticket.owner_name}`);
  const answer = { kind: 'reply', text: 'I will look at it.', version: ticket.version, promises: [{ text: 'look at it', due_ms: ticket.now_ms + 3_600_000 * 24 }], kept: [], propose: false, wait: false };
  const written = await amara.post(`/api/v1/tickets/${ticket.id}/messages`, answer);
  assert.equal(written.status, 201, JSON.stringify(written.body));
  const sam = colleagues.find((one) => one.name === 'Sam Offered');
  const { body: draft } = await amara.get(`/api/v1/tickets/${ticket.id}/handover`);
  const offer = await amara.post(`/api/v1/tickets/${ticket.id}/handover`, offerTo(sam.id, draft.reasons[0].key, written.body.version));
  assert.equal(offer.status, 201, JSON.stringify(offer.body));
  assert.match(await desk.deliver(newsletter(subject)), /^250/);
  const { body: apart } = await amara.get('/api/v1/quarantine?state=waiting');
  ({ body: ticket } = await amara.get(`/api/v1/tickets/${ticket.id}`));
  const incoming = ticket.messages.find((message: any) => message.direction === 'in');
  return {
    tickets: ticket.id, messages: incoming.id, own: written.body.id, attachments: incoming.attachments[0].id, pictures: incoming.attachments[1].id,
    promises: ticket.promises.find((promise: any) => promise.kind === 'stated').id, handovers: offer.body.id, quarantine: apart.mails[0].id, mailboxes: ticket.mailbox_id,
    version: ticket.version,
  };
}

const newsletter = (subject: string) => mailOf({ from: 'news@weekly.example', subject: `About ${subject}`, text: 'All of it.' }).replace('Subject:', 'List-Id: <news.weekly.example>\r\nSubject:');

const offerTo = (id: number, reason: string, version: number) => ({ to_id: id, reason, reason_text: 'because', summary: 'All of it.', customer_text: 'Sam helps you.', loan_until_ms: null, version });

/** What each route that takes something is sent: good enough to get past the shape. */
const bodies: Record<string, (ids: Ids) => unknown> = {
  'POST /api/v1/me/presence': () => ({ presence: 'available', until_ms: null }),
  'POST /api/v1/tickets': () => ({ subject: 'mine', text: 'x', customer_address: 'y@example.org', customer_name: 'Y', channel: 'phone' }),
  'POST /api/v1/tickets/{id}/messages': (ids) => ({ kind: 'note', text: 'a note', version: ids.version, promises: [], kept: [], propose: false, wait: false }),
  'POST /api/v1/tickets/{id}/read': () => ({ text: 'by Tuesday' }),
  'POST /api/v1/tickets/{id}/seen': () => undefined,
  'POST /api/v1/tickets/{id}/word': () => ({ word: 'not_yet', text: 'It creaks' }),
  'POST /api/v1/tickets/{id}/copies': () => ({ cc: [] }),
  'POST /api/v1/mailboxes/{id}/pause': () => undefined,
  'POST /api/v1/mailboxes/{id}/resume': () => undefined,
  'POST /api/v1/me/signature': () => ({ text: 'With regards' }),
  'POST /api/v1/uploads': () => 'a file',
  'POST /api/v1/messages/{id}/send': () => undefined,
  'POST /api/v1/messages/{id}/undo': () => undefined,
  'POST /api/v1/tickets/{id}/handover': (ids) => offerTo(colleagues.find((one) => one.name === 'Kim Team').id, 'closer', ids.version),
  'POST /api/v1/tickets/{id}/overrule': () => ({ to_id: 1, reason: 'closer', customer_text: 'Hello' }),
  'POST /api/v1/tickets/{id}/handover/ask': () => ({ text: 'closer' }),
  'POST /api/v1/tickets/{id}/handover/allow': () => undefined,
  'POST /api/v1/handovers/{id}/accept': () => undefined,
  'POST /api/v1/handovers/{id}/decline': () => ({ text: 'no time' }),
  'POST /api/v1/handovers/{id}/withdraw': () => undefined,
  'POST /api/v1/handovers/{id}/return': () => undefined,
  'POST /api/v1/quarantine/{id}/release': () => undefined,
  'POST /api/v1/quarantine/{id}/leave': () => undefined,
  'POST /api/v1/quarantine/leave': () => ({ until_ms: 1 }),
  'POST /api/v1/tickets/{id}/spam': () => undefined,
  'POST /api/v1/tickets/{id}/spam/agree': () => undefined,
  'POST /api/v1/tickets/{id}/spam/undo': () => undefined,
  'POST /api/v1/promises/{id}/keep': () => undefined,
  'POST /api/v1/promises/{id}/renew': () => ({ due_ms: Date.now() + 3_600_000 * 48, why: 'the part is late' }),
};

/** Sessions are each colleague's own, and shown in session.test.ts. */
const mine = routes().filter((route) => route.who === 'colleague' && !/\/sessions?(\/|$)/.test(route.path) && !route.path.endsWith('/events'));

function pathOf(route: Route, ids: Ids): string {
  const kind = route.path.split('/')[3] as keyof Ids;
  return route.path.replace('{id}', String(/messages\/{id}\/(undo|send)$/.test(route.path) ? ids.own : ids[kind]));
}

function call(session: Session, route: Route, ids: Ids) {
  const body = route.method === 'GET' ? undefined : bodies[`${route.method} ${route.path}`];
  if (route.method !== 'GET' && !body) throw new Error(`${route.method} ${route.path} needs a body in this test`);
  return session.ask(route.method, pathOf(route, ids), body?.(ids));
}

const table = rights();
for (const caller of [...callers, owner])
  test(`AC-084: ${caller.name} (${caller.role}: ${caller.relations.join(', ') || 'no relation'}) gets what the table allows, on each route`, async () => {
    const ids = await subjectOf(`for ${caller.name}`);
    const session = caller === owner ? amara : await signIn(desk.url, caller.address, password);
    const allowed = (right: string) => table.get(right)![caller.role].some((relation) => relation === 'always' || caller.relations.includes(relation));
    const reads = allowed('read');
    // What is refused comes first: who accepts an offer has other rights afterwards. An answer taken back takes its promise along.
    const place = (route: Route) => Number(allowed(route.right)) + Number(route.path.endsWith('/undo'));
    const order = [...mine].sort((one, other) => place(one) - place(other));
    for (const route of order) {
      const answer = await call(session, route, ids);
      const what = `${route.method} ${route.path}: ${answer.status} ${JSON.stringify(answer.body).slice(0, 120)}`;
      assert.ok(table.has(route.right), `no right "${route.right}"`);
      if (allowed(route.right)) assert.ok(![401, 403, 404].includes(answer.status) && answer.status < 500, what);
      else if (reads || !route.path.includes('{id}')) assert.ok([403, 404].includes(answer.status), what);
      else assert.ok([403, 404].includes(answer.status) && (answer.status === 404 || answer.body.key === 'right.none'), what);
    }
  });

test('I9, G10: who may not read a ticket changes nothing of it and finds it nowhere', async () => {
  const ids = await subjectOf('a secret-marker problem');
  const dao = await signIn(desk.url, 'dao@desk.example', password);
  const before = (await amara.get(`/api/v1/tickets/${ids.tickets}`)).body;
  for (const route of mine) await call(dao, route, ids);
  const { body: after } = await amara.get(`/api/v1/tickets/${ids.tickets}`);
  assert.equal(after.version, before.version);
  const written = (messages: { id: number; kind: string }[]) => messages.filter(({ kind }) => kind !== 'receipt').map(({ id }) => id);
  assert.deepEqual(written(after.messages), written(before.messages)); // a receipt is dropped when a human was faster
  for (const path of ['/api/v1/tickets?limit=200', '/api/v1/tickets?q=secret-marker', '/api/v1/desk'])
    assert.ok(!JSON.stringify((await dao.get(path)).body).includes('secret-marker'), path);
});

test('AC-046: what is foreign and what never was are answered alike', async () => {
  const ids = await subjectOf('foreign');
  const dao = await signIn(desk.url, 'dao@desk.example', password);
  const never: Ids = { tickets: 8_999_999_999, messages: 8_999_999_999, own: 8_999_999_999, attachments: 8_999_999_999, pictures: 8_999_999_999, promises: 8_999_999_999, handovers: 8_999_999_999, quarantine: 8_999_999_999, mailboxes: 8_999_999_999, version: 1 };
  for (const route of mine.filter((one) => one.path.includes('{id}') && one.right !== 'offer a handover')) {
    const foreign = await call(dao, route, ids);
    const absent = await call(dao, route, never);
    assert.equal(foreign.status, absent.status, `${route.method} ${route.path}`);
    const { instance: _one, ...first } = foreign.body ?? {};
    const { instance: _other, ...second } = absent.body ?? {};
    assert.deepEqual(first, second, `${route.method} ${route.path}`);
  }
});

test('AC-084: without a session every route of colleagues is closed, with or without a body', async () => {
  for (const route of mine)
    for (const cookie of ['', `buckstop=${'a'.repeat(52)}`]) {
      const body = route.method === 'GET' ? undefined : '{}';
      const answer = await ask(desk.url, route.method, route.path.replace('{id}', '1'), body, { cookie, 'content-type': 'application/json' });
      assert.equal(answer.status, 401, `${route.method} ${route.path}`);
    }
});
