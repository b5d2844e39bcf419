// Mailboxes of other servers that misbehave (F-22, F-27 to F-29), sign in by XOAUTH2, and are tidied up (E11).

import assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, test } from 'node:test';
import { ImapServer } from '../fakes/imap_server.ts';
import { TokenServer, type TokenAnswer } from '../fakes/token_server.ts';
import { admin, eventually, mailbox, password, startDesk, type Desk } from '../lib/desk.ts';
import { mailOf } from '../lib/lmtp.ts';
import { signIn } from '../lib/session.ts';

const other = 'sales@desk.example';
const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

let clocks = 0;
function clockFile(): string {
  const file = join(tmpdir(), `buckstop-clock-${process.pid}-${clocks++}`);
  ends.push(() => rmSync(file, { force: true }));
  return file;
}

async function imapServer(): Promise<ImapServer> {
  const server = new ImapServer();
  await server.start();
  ends.push(() => server.end());
  return server;
}

async function tokenServer(): Promise<TokenServer> {
  const server = new TokenServer();
  await server.start();
  ends.push(() => server.end());
  return server;
}

const secretFile = (desk: Desk, name: string, text: string): string => {
  const file = join(desk.data, name);
  writeFileSync(file, `${text}\n`, { mode: 0o600 });
  return file;
};

function fetchByPassword(desk: Desk, server: ImapServer, ...more: string[]): void {
  desk.run('mailbox', 'fetch', mailbox, '--from', `imap://help@127.0.0.1:${server.port}`, '--password-file', secretFile(desk, 'imap-password', 'secret'), ...more);
}

function fetchByToken(desk: Desk, server: ImapServer, tokens: TokenServer, ...more: string[]): void {
  const files = ['--client-secret-file', secretFile(desk, 'client-secret', 'client-secret-1'), '--refresh-token-file', secretFile(desk, 'refresh-token', 'refresh-1')];
  desk.run('mailbox', 'fetch', mailbox, '--from', `imap://help@127.0.0.1:${server.port}`, '--oauth', tokens.url, '--client', 'desk', ...files, ...more);
}

async function deskWith(prepare: (desk: Desk) => void, env: Record<string, string> = {}): Promise<Desk> {
  const desk = await startDesk({ env, prepare });
  ends.push(() => desk.end());
  return desk;
}

const subjects = async (desk: Desk): Promise<string[]> => {
  const amara = await desk.signIn();
  return (await amara.get('/api/v1/tickets?limit=100')).body.tickets.map((ticket: { subject: string }) => ticket.subject).sort();
};
const arrived = (desk: Desk, ...wanted: string[]) =>
  eventually(`"${wanted.join('", "')}"`, async () => {
    const there = await subjects(desk);
    return wanted.every((subject) => there.includes(subject)) || undefined;
  });
const stateOf = (desk: Desk, address = mailbox): string => desk.run('mailbox', 'list').split('\n').find((line) => line.startsWith(address))?.split('\t')[3] ?? '';
const stateBecomes = (desk: Desk, wanted: RegExp, address = mailbox) => eventually(`the state ${wanted}`, () => wanted.test(stateOf(desk, address)) || undefined);

test('XOAUTH2: a refresh token gives an access token, which the mail server takes', async () => {
  const [server, tokens] = [await imapServer(), await tokenServer()];
  server.tokens = new Set(['access-1']);
  server.add(mailOf({ subject: 'by token' }));
  const desk = await deskWith((made) => fetchByToken(made, server, tokens, '--scope', 'mail offline_access'));
  await arrived(desk, 'by token');
  assert.deepEqual(Object.fromEntries(tokens.asked[0]!), { grant_type: 'refresh_token', refresh_token: 'refresh-1', client_id: 'desk', client_secret: 'client-secret-1', scope: 'mail offline_access' });
  assert.equal(stateOf(desk), 'ok');
});

test('XOAUTH2: without a refresh token the desk signs in as a registered application', async () => {
  const [server, tokens] = [await imapServer(), await tokenServer()];
  server.tokens = new Set(['access-1']);
  server.add(mailOf({ subject: 'for itself' }));
  const desk = await deskWith((made) => {
    made.run('mailbox', 'fetch', mailbox, '--from', `imap://help@127.0.0.1:${server.port}`, '--oauth', tokens.url, '--client', 'desk', '--client-secret-file', secretFile(made, 'client-secret', 'c1'), '--scope', 'all/.default');
  });
  await arrived(desk, 'for itself');
  assert.deepEqual(Object.fromEntries(tokens.asked[0]!), { grant_type: 'client_credentials', client_id: 'desk', client_secret: 'c1', scope: 'all/.default' });
});

test('F-29: a token that ends early is asked for anew, and a rotated refresh token outlives a restart, sealed (AC-152)', async () => {
  const [server, tokens] = [await imapServer(), await tokenServer()];
  server.tokens = new Set(['access-1']);
  tokens.answer = (form, nth) => ({ status: 200, body: { access_token: `access-${nth}`, expires_in: 3600, refresh_token: `refresh-${nth + 1}`, unknown: ['x'] } });
  server.add(mailOf({ subject: 'first' }));
  const desk = await deskWith((made) => fetchByToken(made, server, tokens));
  await arrived(desk, 'first');
  server.tokens = new Set(['access-2', 'access-3']);
  server.add(mailOf({ subject: 'second' }));
  server.cut();
  await arrived(desk, 'second');
  assert.equal(tokens.asked[1]!.get('refresh_token'), 'refresh-2');
  await desk.stop();
  await desk.start();
  await eventually('a third token', () => tokens.asked.length >= 3 || undefined);
  assert.equal(tokens.asked[2]!.get('refresh_token'), 'refresh-3');
  if (!desk.database) assert.ok(!readFileSync(join(desk.data, 'desk.db'), 'latin1').includes('refresh-'), 'a refresh token stands in the database');
  assert.ok(!desk.log.includes('refresh-') && !desk.log.includes('access-'), 'a token stands in the log');
});

test('F-29: a sign-in service that is away is an alarm after three tries, harms nobody else, and it goes on by itself', async () => {
  const [server, tokens, healthy] = [await imapServer(), await tokenServer(), await imapServer()];
  server.tokens = new Set(['access']);
  let away = true;
  tokens.answer = (): TokenAnswer => (away ? { status: 500, body: 'out of order' } : { status: 200, body: { access_token: 'access', expires_in: 3600 } });
  const desk = await deskWith((made) => {
    made.run('team', 'add', 'Sales', '--steward', admin, '--mailbox', other);
    fetchByToken(made, server, tokens);
    made.run('mailbox', 'fetch', other, '--from', `imap://sales@127.0.0.1:${healthy.port}`, '--password-file', secretFile(made, 'pw', 'x'));
  });
  server.add(mailOf({ subject: 'waits' }));
  await stateBecomes(desk, /the sign-in service has a fault: it answered 500/);
  assert.ok(tokens.asked.length >= 3);
  healthy.add(mailOf({ subject: 'the other', to: other }));
  await arrived(desk, 'the other');
  away = false;
  await arrived(desk, 'waits');
  await stateBecomes(desk, /^ok$/);
  assert.match(desk.log, /mailbox\.failing/);
  await eventually('the end of the alarm', () => /mailbox\.recovered/.test(desk.log) || undefined);
});

test('F-29: a refresh token that was revoked is an alarm at once and no storm of tries; given anew it works', async () => {
  const [server, tokens] = [await imapServer(), await tokenServer()];
  server.tokens = new Set(['access']);
  tokens.answer = (form): TokenAnswer =>
    form.get('refresh_token') === 'refresh-1' ? { status: 400, body: { error: 'invalid_grant', error_description: 'revoked' } } : { status: 200, body: { access_token: 'access', expires_in: 3600 } };
  server.add(mailOf({ subject: 'after consent' }));
  const desk = await deskWith((made) => fetchByToken(made, server, tokens));
  await stateBecomes(desk, /the sign-in service gives no access: invalid_grant/);
  assert.equal(tokens.asked.length, 1);
  assert.equal(server.logins, 0);
  desk.run('mailbox', 'fetch', mailbox, '--from', `imap://help@127.0.0.1:${server.port}`, '--oauth', tokens.url, '--client', 'desk', '--refresh-token-file', secretFile(desk, 'again', 'refresh-9'));
  await arrived(desk, 'after consent');
});

test('F-29: a mail server that says nothing holds up no other mailbox', async () => {
  const [silent, healthy] = [await imapServer(), await imapServer()];
  silent.trick = () => true;
  const desk = await deskWith((made) => {
    made.run('team', 'add', 'Sales', '--steward', admin, '--mailbox', other);
    fetchByPassword(made, silent);
    made.run('mailbox', 'fetch', other, '--from', `imap://sales@127.0.0.1:${healthy.port}`, '--password-file', secretFile(made, 'pw', 'x'));
  });
  await eventually('a command to the silent one', () => silent.heard.length > 0 || undefined);
  healthy.add(mailOf({ subject: 'the other', to: other }));
  await arrived(desk, 'the other');
  assert.equal(stateOf(desk), 'not connected yet');
});

test('F-27: new UIDs are no new mails; what comes then is fetched', async () => {
  const server = await imapServer();
  for (const subject of ['a', 'b', 'c']) server.add(mailOf({ subject }));
  const desk = await deskWith((made) => fetchByPassword(made, server));
  await arrived(desk, 'a', 'b', 'c');
  server.renumber(8);
  await eventually('another sign-in', () => server.logins >= 2 || undefined);
  server.add(mailOf({ subject: 'd' }));
  await arrived(desk, 'd');
  assert.deepEqual(await subjects(desk), ['a', 'b', 'c', 'd']);
});

test('F-28: a connection that dies inside a mail stores nothing of it; it is fetched again', async () => {
  const server = await imapServer();
  const mail = server.add(mailOf({ subject: 'whole', text: 'All of it.\r\nThe end.' }));
  let cuts = 0;
  server.trick = (command, _tag, socket) => {
    if (!/BODY/.test(command) || cuts > 0) return false;
    cuts += 1;
    socket.end(`* 1 FETCH (UID ${mail.uid} BODY[] {${mail.raw.length}}\r\n${mail.raw.slice(0, -12)}`);
    return true;
  };
  const desk = await deskWith((made) => fetchByPassword(made, server));
  await arrived(desk, 'whole');
  assert.equal(cuts, 1);
  assert.deepEqual(await subjects(desk), ['whole']);
  const amara = await desk.signIn();
  const [row] = (await amara.get('/api/v1/tickets')).body.tickets;
  const { body: ticket } = await amara.get(`/api/v1/tickets/${row.id}`);
  assert.equal(await (await fetch(`${desk.url}/api/v1/messages/${ticket.messages[0].id}/raw`, { headers: { cookie: amara.cookie } })).text(), mail.raw); // E4
});

for (const [what, line] of [['garbage', '\x00\xff(((\r\n'], ['a literal that lies', '* 1 FETCH (UID 1 BODY[] {4}\r\nFrom: x\r\n\r\n)\r\n'], ['a goodbye', '* BYE for now\r\n'], ['a mail that is gone', '* 1 EXPUNGE\r\n']] as const) {
  test(`F-28: ${what} instead of a mail costs a connection and no mail`, async () => {
    const server = await imapServer();
    server.add(mailOf({ subject: 'whole' }));
    let tricks = 0;
    server.trick = (command, tag, socket) => {
      if (!/BODY/.test(command) || tricks > 0) return false;
      tricks += 1;
      socket.write(line, 'latin1');
      if (what === 'a goodbye') socket.end();
      else socket.write(`${tag} OK done\r\n`);
      if (what === 'a mail that is gone') server.mails[0]!.uid = server.nextUid++; // it comes back as another
      return true;
    };
    const desk = await deskWith((made) => fetchByPassword(made, server));
    await eventually('the trick', () => tricks > 0 || undefined);
    server.add(mailOf({ subject: 'behind it' }));
    await arrived(desk, 'whole', 'behind it');
    assert.deepEqual(await subjects(desk), ['behind it', 'whole']);
  });
}

test('G4, F-28: a mail that the server never gives becomes a ticket that says so, stays unmarked there, and holds up no other', async () => {
  const server = await imapServer();
  const broken = server.add(mailOf({ subject: 'broken there' }));
  server.add(mailOf({ subject: 'behind it' }));
  server.trick = (command, tag, socket) => command.startsWith(`UID FETCH ${broken.uid} `) && /BODY/.test(command) && socket.write(`${tag} NO internal error\r\n`);
  const desk = await deskWith((made) => fetchByPassword(made, server, '--afterwards', 'delete', '--keep', '0'));
  await stateBecomes(desk, /UID FETCH failed/);
  await arrived(desk, 'A mail that the mail server does not give', 'behind it');
  await stateBecomes(desk, /^ok$/);
  await eventually('the removal of the other', () => server.mails.length === 1 || undefined);
  assert.deepEqual(server.mails.map((mail) => mail.uid), [broken.uid]);
  assert.ok(!broken.flags.has('\\Seen'));
});

test('F-22, E11: a mail that is too large becomes a ticket that says so, and is never removed from the server', async () => {
  const server = await imapServer();
  const large = server.add(mailOf({ subject: 'a film of the noise', text: 'x'.repeat(1000) }), 60 * 1024 * 1024);
  const desk = await deskWith((made) => fetchByPassword(made, server, '--afterwards', 'delete', '--keep', '0'));
  await arrived(desk, 'a film of the noise');
  const small = server.add(mailOf({ subject: 'a word' }));
  await eventually('the end of the small one', () => server.expunged.includes(small.uid) || undefined);
  assert.deepEqual(server.mails.map((mail) => mail.uid), [large.uid]);
  const amara = await desk.signIn();
  const row = (await amara.get('/api/v1/tickets')).body.tickets.find((one: { subject: string }) => one.subject === 'a film of the noise');
  const { body: ticket } = await amara.get(`/api/v1/tickets/${row.id}`);
  assert.match(ticket.messages[0].text, /too large to be fetched/);
});

for (const [afterwards, capabilities] of [['delete', undefined], ['move:Done', undefined], ['move:Done', ['IMAP4rev1', 'UIDPLUS']]] as const) {
  test(`E11: ${afterwards}${capabilities ? ' without MOVE' : ''} takes from the server what is stored, once the keep-window is over, and nothing else`, async () => {
    const server = await imapServer();
    if (capabilities) server.capabilities = [...capabilities, 'IDLE'];
    const never = server.add(mailOf({ subject: 'read by somebody before' }));
    never.flags.add('\\Seen');
    const first = server.add(mailOf({ subject: 'one' }));
    const desk = await deskWith((made) => fetchByPassword(made, server, '--afterwards', afterwards), { BUCKSTOP_CLOCK: clockFile() });
    await arrived(desk, 'one');
    await eventually('rest', () => server.heard.at(-1) === 'IDLE' || undefined); // it is noted as well
    desk.moveClock('+13d');
    const second = server.add(mailOf({ subject: 'two' }));
    await arrived(desk, 'two');
    await eventually('the mark', () => second.flags.has('\\Seen') || undefined);
    assert.equal(server.mails.length, 3);
    desk.moveClock('+2d');
    server.add(mailOf({ subject: 'three' }));
    await eventually('the removal', () => server.mails.length === 3 || undefined);
    assert.deepEqual(server.mails.map((mail) => mail.raw.match(/Subject: (.*)/)![1]), ['read by somebody before', 'two', 'three']);
    assert.deepEqual(server.moved, afterwards === 'delete' ? [] : [{ uid: first.uid, folder: 'Done' }]);
    await arrived(desk, 'three');
    assert.deepEqual(await subjects(desk), ['one', 'three', 'two']);
  });
}

test('a server without UIDPLUS has its mails marked as deleted only: what others marked stays theirs (E11)', async () => {
  const server = await imapServer();
  server.capabilities = ['IMAP4rev1', 'IDLE'];
  const mail = server.add(mailOf({ subject: 'marked' }));
  const desk = await deskWith((made) => fetchByPassword(made, server, '--afterwards', 'delete', '--keep', '0'));
  await eventually('the mark', () => mail.flags.has('\\Deleted') || undefined);
  await arrived(desk, 'marked');
  assert.ok(!server.heard.some((command) => /EXPUNGE/i.test(command)));
});

test('an admin sees how each mailbox is, without a secret, and rests one, which then goes on where it was (AC-122)', async () => {
  const server = await imapServer();
  server.add(mailOf({ subject: 'before' }));
  const desk = await deskWith((made) => {
    made.run('team', 'add', 'Sales', '--steward', admin, '--mailbox', other);
    made.addColleague('dao@desk.example', 'Dao Nguyen', 'agent');
    fetchByPassword(made, server);
  });
  await arrived(desk, 'before');
  const amara = await desk.signIn();
  const dao = await signIn(desk.url, 'dao@desk.example', password);
  const state = async (address: string) => (await amara.get('/api/v1/mailboxes')).body.mailboxes.find((one: any) => one.address === address);
  const help = await state(mailbox);
  assert.deepEqual([help.way, help.host, help.error, help.paused_ms, help.stuck, help.team_name.length > 0], ['imap', '127.0.0.1', null, null, 0, true]);
  assert.ok(help.seen_ms > 0 && help.last_mail_ms > 0);
  assert.ok(!JSON.stringify(help).includes('secret'));
  const sales = await state(other);
  assert.deepEqual([sales.way, sales.last_mail_ms], [null, null]);
  assert.equal((await dao.get('/api/v1/mailboxes')).status, 403);
  assert.equal((await dao.post(`/api/v1/mailboxes/${help.id}/pause`)).status, 403);
  assert.equal((await amara.post(`/api/v1/mailboxes/${sales.id}/pause`)).status, 409);
  assert.equal((await amara.post('/api/v1/mailboxes/999999999/pause')).status, 404);

  assert.equal((await amara.post(`/api/v1/mailboxes/${help.id}/pause`)).status, 204);
  await eventually('that nobody is connected', () => server.open === 0 || undefined);
  server.add(mailOf({ subject: 'meanwhile' }));
  assert.equal(stateOf(desk), 'paused');
  assert.ok((await state(mailbox)).paused_ms > 0);
  assert.equal((await amara.post(`/api/v1/mailboxes/${help.id}/resume`)).status, 204);
  await arrived(desk, 'before', 'meanwhile');
  assert.equal((await subjects(desk)).length, 2);
});
