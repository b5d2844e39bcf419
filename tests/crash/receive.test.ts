// kill -9 at each named point of the way in (F-01 to F-03, F-19, F-20): a sender that retries loses no mail and doubles none.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { eventually, mailbox, program, startDesk, type Desk } from '../lib/desk.ts';
import { holds, subjects } from '../lib/ledger.ts';
import { mailOf } from '../lib/lmtp.ts';

const mails = 6;

/** As a mail server does: again until somebody answers for it. Resolves with how often it had to try. */
async function deliverPatiently(desk: Desk, mail: string): Promise<number> {
  let tries = 0;
  const answer = await eventually('a delivery', async () => {
    tries += 1;
    const said = await desk.deliver(mail).catch(() => '');
    return said.startsWith('4') || said === '' ? undefined : said;
  });
  assert.match(answer, /^250 /);
  return tries;
}

const childrenOf = (pid: number): number[] =>
  spawnSync('ps', ['-o', 'pid=', '--ppid', String(pid)], { encoding: 'utf8' }).stdout.split(/\s+/).filter(Boolean).map(Number);

for (const point of ['lmtp.before_parse', 'lmtp.before_commit', 'lmtp.after_commit', 'lmtp.after_reply']) {
  test(`F-02: a kill at ${point} loses no mail and doubles none`, async () => {
    const desk = await startDesk({ env: { BUCKSTOP_FAULT: `${point}:kill:3` } });
    try {
      let tries = 0;
      for (let n = 0; n < mails; n++) tries += await deliverPatiently(desk, mailOf({ subject: `problem ${n}`, id: `${n}@example.org` }));
      await eventually('a kill', () => desk.log.includes('supervisor.ended') || undefined);
      if (point !== 'lmtp.after_reply') assert.ok(tries > mails, 'nobody was killed on the way');
      assert.deepEqual(await subjects(await desk.signIn()), Array.from({ length: mails }, (_, n) => `problem ${n}`));
      holds(desk);
    } finally {
      await desk.end();
    }
  });
}

for (const point of ['ingest.before_parse', 'lmtp.before_commit', 'ingest.after_commit']) {
  test(`F-03: ingest killed at ${point} is tried again and stored once`, async () => {
    const desk = await startDesk();
    try {
      const ingest = (fault: string) =>
        spawnSync(program, ['ingest', '--json', '--data', desk.data], {
          env: { ...desk.env, BUCKSTOP_FAULT: fault },
          input: mailOf({ subject: 'by pipe', to: mailbox, id: 'pipe@example.org' }),
          encoding: 'utf8',
        });
      assert.equal(ingest(`${point}:kill:1`).signal, 'SIGKILL');
      const again = ingest('');
      assert.equal(again.status, 0, again.stderr);
      assert.deepEqual(await subjects(await desk.signIn()), ['by pipe']);
      holds(desk);
    } finally {
      await desk.end();
    }
  });
}

test('F-03: ingest exits with 75 unless the mail is stored', async () => {
  const desk = await startDesk();
  try {
    const ingest = (data: string, input: string, ...args: string[]) =>
      spawnSync(program, ['ingest', ...args, '--data', data], { env: desk.env, input, encoding: 'utf8' }).status;
    assert.equal(ingest(desk.data, mailOf({}), '--to', 'nobody@desk.example'), 75);
    assert.equal(ingest(desk.data, ''), 75);
    assert.equal(ingest('/nowhere', mailOf({})), 75);
    assert.equal(ingest(desk.data, mailOf({ to: mailbox })), 0);
  } finally {
    await desk.end();
  }
});

for (const [rule, poison] of [['F-19', 'crash'], ['F-20', 'hang']] as const) {
  test(`${rule}: a mail that makes the parser ${poison} becomes a visible ticket, and the next mail is read`, async () => {
    const desk = await startDesk({ env: { BUCKSTOP_FAULT: 'none:kill:1' } });
    try {
      assert.match(await desk.deliver(mailOf({ subject: 'poison', more: [`X-Buckstop-Test: ${poison}`] })), /^250 /);
      assert.match(await desk.deliver(mailOf({ subject: 'after it', from: 'eve@example.org' })), /^250 /);
      const all = await subjects(await desk.signIn());
      assert.equal(all.length, 2);
      assert.ok(all.includes('after it'));
      holds(desk);
    } finally {
      await desk.end();
    }
  });
}

test('F-17: a kill of parse, web and post from outside is a normal event', async () => {
  const desk = await startDesk();
  try {
    await desk.deliver(mailOf({ subject: 'a' })); // starts a parse process
    const parts = childrenOf(desk.pid);
    assert.equal(parts.length, 2);
    const nurseries = parts.flatMap(childrenOf);
    const parsers = [...nurseries, ...nurseries.flatMap(childrenOf)];
    assert.ok(parsers.length > 0);
    for (const pid of parsers) process.kill(pid, 'SIGKILL');
    await deliverPatiently(desk, mailOf({ subject: 'b', from: 'eve@example.org' }));
    for (const pid of parts) process.kill(pid, 'SIGKILL');
    await deliverPatiently(desk, mailOf({ subject: 'c', from: 'ana@example.org' }));
    await eventually('the web again', () => fetch(`${desk.url}/health`).then((answer) => answer.ok || undefined, () => undefined));
    assert.deepEqual(await subjects(await desk.signIn()), ['a', 'b', 'c']);
    holds(desk);
  } finally {
    await desk.end();
  }
});
