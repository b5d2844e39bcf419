// What becomes of an answer when the mail server refuses, hesitates or falls silent (F-05, F-07, F-08, F-42).

import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { eventually, startDesk } from '../lib/desk.ts';
import { mailOf } from '../lib/lmtp.ts';
import type { Session } from '../lib/session.ts';
import { Sink, type Script } from '../fakes/smtp_sink.ts';

interface Stage {
  sink: Sink;
  /** Moves the clock; whoever was signed in has to sign in again. */
  move: (by: string) => Promise<void>;
  /** The answer as Amara sees it. */
  answer: () => Promise<any>;
}

/** A desk whose answer to a customer goes to a sink of these scripts, one for each connection. */
async function withAnswer(scripts: Script[], env: Record<string, string>, play: (stage: Stage) => Promise<void>): Promise<void> {
  const sink = new Sink();
  sink.scripts.push(...scripts);
  const desk = await startDesk({
    env: { BUCKSTOP_SMTP: await sink.listen(), BUCKSTOP_RECEIPT_AFTER: '86400', BUCKSTOP_CLOCK: join(tmpdir(), `buckstop-clock-${process.pid}-${Date.now()}`), ...env },
  });
  try {
    await desk.deliver(mailOf({ subject: 'wheel' }));
    let amara: Session = await desk.signIn();
    const { body: list } = await amara.get('/api/v1/tickets?limit=10');
    const path = `/api/v1/tickets/${list.tickets[0].id}`;
    const { body: ticket } = await amara.get(path);
    const said = await amara.post(`${path}/messages`, { kind: 'reply', text: 'Soon.', version: ticket.version, promises: [], kept: [], propose: false, wait: true });
    assert.equal(said.status, 201, JSON.stringify(said.body));
    const answer = async (): Promise<any> => (await amara.get(path)).body.messages.find((message: { id: number }) => message.id === said.body.id);
    const move = async (by: string): Promise<void> => {
      desk.moveClock(by);
      amara = await desk.signIn();
    };
    await play({ sink, move, answer });
  } finally {
    await desk.end();
    rmSync(desk.env.BUCKSTOP_CLOCK!, { force: true });
    sink.close();
  }
}

const plain = { BUCKSTOP_SMTP_PLAIN: 'yes' };
const idOf = (mail: string): string => /^Message-ID: (.*)$/m.exec(mail)![1]!;

test('F-05: the answer to the final dot is lost: the mail goes again under the same Message-ID, and says so', async () => {
  await withAnswer([{ dot: 'hang up' }], plain, async ({ move, sink, answer }) => {
    await eventually('the first copy', () => sink.mails.length === 1 || undefined);
    await eventually('its trace', async () => (await answer()).maybe_twice || undefined);
    await move('+2h');
    await eventually('the second copy', () => sink.mails.length === 2 || undefined);
    assert.equal(idOf(sink.mails[0]!), idOf(sink.mails[1]!));
    await eventually('the mark', async () => (await answer()).state === 'sent' || undefined);
    assert.equal((await answer()).maybe_twice, true);
  });
});

for (const step of ['greeting', 'mail', 'rcpt', 'data', 'dot'] as const) {
  test(`F-07: 4xx at ${step}: the mail waits and goes later, once`, async () => {
    await withAnswer([{ [step]: '451 4.7.1 greylisted' }], plain, async ({ move, sink, answer }) => {
      await eventually('the words', async () => (await answer()).state_text.includes('greylisted') || undefined);
      assert.equal((await answer()).state, 'waiting');
      await move('+2h');
      await eventually('the mark', async () => (await answer()).state === 'sent' || undefined);
      assert.equal(new Set(sink.mails.map(idOf)).size, 1);
    });
  });
}

for (const step of ['mail', 'rcpt', 'data', 'dot'] as const) {
  test(`F-07: 5xx at ${step} is shown as bounced at once`, async () => {
    await withAnswer([{ [step]: '550 5.7.1 not wanted' }], plain, async ({ answer }) => {
      await eventually('the mark', async () => (await answer()).state === 'bounced' || undefined);
      assert.match((await answer()).state_text, /not wanted/);
    });
  });
}

test('F-07: after five days of 4xx the mail is shown as stuck', async () => {
  await withAnswer([{ mail: '451 4.3.0 no' }, { mail: '451 4.3.0 still no' }], plain, async ({ move, answer }) => {
    await eventually('the first try', async () => (await answer()).state_text || undefined);
    await move('+6d');
    await eventually('the mark', async () => (await answer()).state === 'stuck' || undefined);
    assert.match((await answer()).state_text, /still no/);
  });
});

test('F-08: a server without STARTTLS gets nothing, and the answer says why', async () => {
  await withAnswer([], {}, async ({ sink, answer }) => {
    await eventually('the words', async () => (await answer()).state_text || undefined);
    assert.equal((await answer()).state, 'waiting');
    assert.deepEqual(sink.mails, []);
    assert.ok(!sink.commands.some((command) => command.startsWith('MAIL')));
  });
});
