// System calls that fail while mail comes in and while a colleague writes (F-02 to F-04, F-09, F-11, F-18, F-21; G1, G2, G6).
// Whoever hands something over hears that it is kept, or that it is to come again; in the end all is there once (E1, E2, E4, E5).

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, test } from 'node:test';
import { eventually, mailbox, program } from '../lib/desk.ts';
import { subjects } from '../lib/ledger.ts';
import { command, disk, inPieces, machine, mailNamed, network, reading, Walk } from '../lib/walk.ts';

/** Long enough to be written and read in pieces. */
const text = 'It cracked where the spokes meet. '.repeat(4000);

const longMail = (name: string): string => mailNamed(name, text);

describe('calls that fail on the way in', { concurrency: true }, () => {
  test('F-02, F-09, F-11, G1, G6: whatever fails while a mail comes by LMTP, what was acknowledged is there, and all is there once', async () => {
    const walk = new Walk();
    await walk.start();
    try {
      const { names, failed } = await walk.run('post', [...disk, ...network, ...inPieces, ...machine, ...reading, { call: 'accept', by: 'EMFILE', times: 3 }], async (name) => {
        const said = await walk.desk.deliver(longMail(name)).catch(() => 'nothing');
        walk.calls.end();
        assert.match(said, /^(250 |4\d\d |nothing$)/, name);
        if (said.startsWith('250')) assert.ok((await subjects(walk.amara)).includes(name), `${name}: acknowledged and gone`);
        else await eventually(`${name} at last`, async () => /^250 /.test(await walk.desk.deliver(longMail(name)).catch(() => '')) || undefined);
      });
      assert.deepEqual(await subjects(walk.amara), names);
      assert.ok(failed > 40, `only ${failed} calls failed`);
    } finally {
      await walk.end();
    }
  });

  test('F-03, G1: whatever fails under ingest, its exit code says whether the mail is kept, and all is there once', async () => {
    const walk = new Walk();
    await walk.start();
    try {
      const ingest = (name: string) => spawnSync(program, ['ingest', '--data', walk.desk.data], { env: walk.desk.env, input: longMail(name), encoding: 'utf8' });
      const { names, failed } = await walk.run(command, [...disk, ...network, ...machine, ...reading, ...inPieces], async (name) => {
        const first = ingest(name);
        walk.calls.end();
        assert.ok(first.status === 0 || first.status === 75, `${name}: exit ${first.status} ${first.signal} ${first.stderr}`);
        if (first.status === 0) assert.ok((await subjects(walk.amara)).includes(name), `${name}: acknowledged and gone`);
        else assert.equal(ingest(name).status, 0, name);
      });
      assert.deepEqual(await subjects(walk.amara), names);
      assert.ok(failed > 40, `only ${failed} calls failed`);
    } finally {
      await walk.end();
    }
  });

  test('F-04, F-09, G1: whatever fails while a colleague or a webhook writes, what was answered well is there, and the same again makes it once', async () => {
    const walk = new Walk();
    let secret = '';
    await walk.start({ prepare: (made) => void (secret = /Bearer (\S+)/.exec(made.run('mailbox', 'webhook', mailbox))![1]!) });
    const answered = async (name: string, asked: Promise<{ status: number }>): Promise<boolean> => {
      const { status } = await asked.catch(() => ({ status: 0 }));
      assert.ok(status === 0 || status === 200 || status === 201 || status >= 500, `${name}: ${status}`);
      return status === 200 || status === 201;
    };
    try {
      const write = (name: string) =>
        walk.amara.post('/api/v1/tickets', { subject: `${name}, by phone`, text, customer_address: 'ana@example.org', customer_name: 'Ana', channel: 'phone' }, { 'idempotency-key': name });
      const hand = (name: string) =>
        fetch(`${walk.desk.url}/api/v1/ingress`, { method: 'POST', headers: { 'content-type': 'message/rfc822', authorization: `Bearer ${secret}` }, body: longMail(name) });
      const { names, failed } = await walk.run('web', [...disk, ...network, ...machine, ...reading, { call: 'write', by: 'short' }, { call: 'write', by: 'ENOSPC' }], async (name) => {
        const made = [await answered(name, write(name)), await answered(name, hand(name))];
        walk.calls.end();
        const there = await eventually('the web', () => subjects(walk.amara).catch(() => undefined));
        if (made[0]) assert.ok(there.includes(`${name}, by phone`), `${name}: acknowledged and gone`);
        if (made[1]) assert.ok(there.includes(name), `${name}: acknowledged and gone`);
        await eventually(`${name} by phone at last`, async () => (await answered(name, write(name))) || undefined);
        await eventually(`${name} at last`, async () => (await answered(name, hand(name))) || undefined);
      });
      assert.deepEqual(await subjects(walk.amara), names.flatMap((name) => [name, `${name}, by phone`]).sort());
      assert.ok(failed > 40, `only ${failed} calls failed`);
    } finally {
      await walk.end();
    }
  });
});
