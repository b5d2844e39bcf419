// System calls that fail while mail is fetched and while an answer goes out (F-01, F-05, F-06, F-28; G1 to G3, E3, E11), and
// while a desk that was killed starts again (F-11, G7).

import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { ImapServer } from '../fakes/imap_server.ts';
import { Sink } from '../fakes/smtp_sink.ts';
import { eventually, mailbox } from '../lib/desk.ts';
import type { Failure } from '../lib/failing_calls.ts';
import { processOf, subjects } from '../lib/ledger.ts';
import { disk, inPieces, machine, mailNamed, network, onPostgres, reading, Walk } from '../lib/walk.ts';

/** A server that was lost is asked again after seconds, so that each of these takes its time. */
const lostServer: Failure[] = network.filter(({ call, by, made }) => by !== 'EINTR' && by !== 'ETIMEDOUT' && (call !== 'send' || made));
const interrupted: Failure[] = [...network.filter(({ by }) => by === 'EINTR'), ...inPieces];

/** Not those that are tried again at once, nor what was walked above: a start is slow. */
const starting: Failure[] = [...disk, ...machine].filter(({ call, by, made }) => ['pwrite', 'fdatasync', 'pread', 'open', 'mmap', 'pthread_create'].includes(call) && !made && by !== 'EINTR' && by !== 'short');

describe('calls that fail on the way out', { concurrency: true }, () => {
  test('F-01, F-28, G1, E11: whatever fails while mail is fetched, none is marked that is not here, and all is there once', async () => {
    const server = new ImapServer();
    await server.start();
    const walk = new Walk();
    await walk.start({
      prepare: (made) => {
        const file = join(made.data, 'imap-password');
        writeFileSync(file, 'x\n');
        made.run('mailbox', 'fetch', mailbox, '--from', `imap://help@127.0.0.1:${server.port}`, '--password-file', file);
      },
    });
    try {
      const { names, failed } = await walk.run('post', [...disk, ...interrupted, ...lostServer, ...machine, ...reading], async (name) => {
        const mail = server.add(mailNamed(name));
        let fails = true;
        await eventually(name, async () => {
          const seen = mail.flags.has('\\Seen');
          const there = (await subjects(walk.amara)).includes(name);
          assert.ok(there || !seen, `${name} is marked and not here`);
          if (fails && walk.calls.failures() > 0) {
            fails = false;
            walk.calls.end();
          }
          return (there && seen) || undefined;
        });
      });
      assert.deepEqual(await subjects(walk.amara), names);
      assert.ok(failed > 25, `only ${failed} calls failed`);
    } finally {
      await walk.end();
      server.end();
    }
  });

  test('F-05, F-06, G3, E3: whatever fails while an answer goes out, it goes under one Message-ID, and who may have it twice is told', async () => {
    const sink = new Sink();
    const clock = join(tmpdir(), `buckstop-clock-${process.pid}-failing`);
    const walk = new Walk();
    await walk.start({ env: { BUCKSTOP_SMTP: await sink.listen(), BUCKSTOP_SMTP_PLAIN: 'yes', BUCKSTOP_RECEIPT_AFTER: '86400', BUCKSTOP_CLOCK: clock } });
    try {
      const { failed } = await walk.run('post', [...disk, ...interrupted, ...lostServer, ...machine], async (name) => {
        walk.amara = await walk.desk.signIn(); // the clock has moved on since
        const problem = { subject: name, text: 'It cracked.', customer_address: 'ana@example.org', customer_name: 'Ana', channel: 'email' };
        const { id } = (await walk.amara.post('/api/v1/tickets', problem)).body;
        const path = `/api/v1/tickets/${id}`;
        const text = `answer, ${name}.`;
        const { version } = (await walk.amara.get(path)).body;
        const said = await walk.amara.post(`${path}/messages`, { kind: 'reply', text, version, promises: [], kept: [], propose: false, wait: true });
        assert.equal(said.status, 201, JSON.stringify(said.body));
        const copies = (): string[] => sink.mails.filter((mail) => mail.includes(text));
        const answer = await eventually(`"${text}" sent`, async () => {
          const message = (await walk.amara.get(path)).body.messages.find((one: { text: string }) => one.text.includes(text));
          if (message.state === 'sent') return message;
          if (walk.calls.failures() > 0) {
            walk.calls.end();
            walk.desk.moveClock('+11m'); // the next try, or the end of a lease
          }
          return undefined;
        });
        assert.ok(copies().length > 0, `${name}: sent, and nobody has it`);
        assert.equal(new Set(copies().map((mail) => /^Message-ID: (.*)$/m.exec(mail)![1])).size, 1, name);
        if (copies().length > 1) assert.ok(answer.maybe_twice, `${name}: ${copies().length} copies, and nobody was told`);
      });
      assert.ok(failed > 25, `only ${failed} calls failed`);
    } finally {
      await walk.end();
      sink.close();
      rmSync(clock, { force: true });
    }
  });

  test('F-11, G7: whatever fails while a killed desk starts again, nothing that was acknowledged is lost', { skip: onPostgres && 'the files of SQLite are opened' }, async () => {
    const walk = new Walk();
    await walk.start();
    const kept: string[] = [];
    const keep = async (subject: string): Promise<void> => {
      await eventually(`${subject} taken`, async () => (await walk.desk.deliver(mailNamed(subject)).catch(() => '')).startsWith('250') || undefined);
      kept.push(subject);
    };
    const kill = async (name: string): Promise<void> => {
      await keep(name);
      for (const pid of [walk.desk.pid, processOf(walk.desk, 'web'), processOf(walk.desk, 'post')]) if (pid) process.kill(pid, 'SIGKILL');
      await walk.desk.stop();
    };
    try {
      const { failed } = await walk.run('', starting, async (name) => {
        await walk.desk.start().catch(() => {
          walk.calls.end(); // it said that it cannot; an administrator tries again
          return walk.desk.start();
        });
        await keep(`${name}, after it`);
        walk.calls.end();
        walk.amara = await eventually('a colleague signed in', () => walk.desk.signIn().catch(() => undefined));
      }, kill);
      assert.deepEqual(await subjects(walk.amara), kept.sort());
      assert.ok(failed > 20, `only ${failed} calls failed`);
    } finally {
      await walk.end();
    }
  });
});
