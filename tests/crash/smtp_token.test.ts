// A mailbox that signs in where it sends by an access token (OAuth 2), against a scripted provider and a scripted server.

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Sink } from '../fakes/smtp_sink.ts';
import { TokenServer } from '../fakes/token_server.ts';
import { eventually, mailbox, startDesk, type Desk } from '../lib/desk.ts';
import { mailOf } from '../lib/lmtp.ts';
import type { Session } from '../lib/session.ts';

let sink: Sink;
let provider: TokenServer;
let desk: Desk;
let amara: Session;
before(async () => {
  sink = new Sink();
  provider = new TokenServer();
  await provider.start();
  const url = (await sink.listen()).replace('smtp://', 'smtp://help%40desk.example@');
  desk = await startDesk({
    env: { BUCKSTOP_SMTP_PLAIN: 'yes', BUCKSTOP_RECEIPT_AFTER: '86400', BUCKSTOP_CLOCK: join(tmpdir(), `buckstop-clock-token-${process.pid}`) },
    prepare: (made) => {
      const file = join(made.data, 'refresh');
      writeFileSync(file, 'refresh-0\n');
      made.run('mailbox', 'send', mailbox, '--through', url, '--oauth', provider.url, '--client', 'desk', '--refresh-token-file', file);
    },
  });
  amara = await desk.signIn();
});
after(async () => {
  await desk.end();
  provider.end();
  sink.close();
});

const offers = { ehlo: '250-sink\r\n250 AUTH XOAUTH2' };

async function answerOne(subject: string): Promise<void> {
  amara = await desk.signIn(); // a moved clock ends sessions
  await desk.deliver(mailOf({ subject, from: 'tomas@example.org' }));
  const { body } = await amara.get('/api/v1/tickets?limit=100');
  const { id } = body.tickets.find((ticket: any) => ticket.subject === subject);
  const { version } = (await amara.get(`/api/v1/tickets/${id}`)).body;
  const said = await amara.post(`/api/v1/tickets/${id}/messages`, { kind: 'reply', text: `About ${subject}.`, version, wait: true });
  assert.equal(said.status, 201, JSON.stringify(said.body));
}

const came = (text: string): number => sink.mails.filter((mail) => mail.includes(text)).length;
/** The access tokens that the server heard, each in the line after AUTH XOAUTH2. */
const tokens = (): string[] => sink.commands.filter((_, i) => sink.commands[i - 1] === 'AUTH XOAUTH2').map((line) => /Bearer ([^\u0001]*)/.exec(Buffer.from(line, 'base64').toString())![1]!);

test('XOAUTH2: one access token serves until it is old, and the password is none', async () => {
  sink.scripts.push(offers, offers);
  await answerOne('first');
  await eventually('the first', () => came('About first.') === 1 || undefined);
  await answerOne('second');
  await eventually('the second', () => came('About second.') === 1 || undefined);
  assert.deepEqual(tokens(), ['access-1', 'access-1']);
  assert.equal(provider.asked.length, 1);
  assert.equal(provider.asked[0]!.get('refresh_token'), 'refresh-0');
});

test('F-29: a refused token is asked for anew, and a refresh token that was replaced is the one that is used', async () => {
  provider.answer = (_, nth) => ({ status: 200, body: { token_type: 'Bearer', access_token: `access-${nth}`, expires_in: 3600, refresh_token: `refresh-${nth}` } });
  sink.scripts.push({ ...offers, auth: '535 5.7.8 that token is over' }, offers);
  await answerOne('third');
  await eventually('the refusal', () => desk.log.includes('result=later') || undefined);
  desk.moveClock('+5m');
  await eventually('the third', () => came('About third.') === 1 || undefined);
  assert.equal(tokens().at(-1), 'access-2');

  desk.moveClock('+2h');
  sink.scripts.push(offers);
  await answerOne('fourth');
  await eventually('the fourth', () => came('About fourth.') === 1 || undefined);
  assert.equal(provider.asked.at(-1)!.get('refresh_token'), 'refresh-2');
});

test('F-29: while the provider is away the mail waits, is shown as waiting, and goes by itself', async () => {
  provider.answer = () => ({ status: 503, body: 'not now' });
  desk.moveClock('+2h');
  await answerOne('fifth');
  const waiting = await eventually('the trouble', async () => {
    const { body } = await amara.get('/api/v1/tickets?limit=100');
    const { id } = body.tickets.find((ticket: any) => ticket.subject === 'fifth');
    const message = (await amara.get(`/api/v1/tickets/${id}`)).body.messages.at(-1);
    return message.state === 'waiting' && message.state_text ? message : undefined;
  });
  assert.ok(waiting.send_ms);
  assert.equal(came('About fifth.'), 0);
  provider.answer = (_, nth) => ({ status: 200, body: { token_type: 'Bearer', access_token: `access-${nth}`, expires_in: 3600 } });
  sink.scripts.push(offers);
  desk.moveClock('+5m');
  await eventually('the fifth', () => came('About fifth.') === 1 || undefined);
});
