// kill -9 at each named point of fetching (F-01): no mail of the mailbox is lost, none comes twice.

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { eventually, mailbox, startDesk } from '../lib/desk.ts';
import { mailOf } from '../lib/lmtp.ts';
import { missing, secret, startPeers, type Peers } from './peers.ts';

const skip = missing();
const mails = 4;
let peers: Peers;

before(async () => {
  if (skip) return;
  peers = await startPeers();
  for (let n = 0; n < mails; n++) peers.send(mailOf({ subject: `problem ${n}`, from: `c${n}@example.org`, to: mailbox }), `c${n}@example.org`, ...points.map((point) => boxOf(point)));
  for (const point of points) await eventually('the mails in Dovecot', () => peers.files(boxOf(point)).length === mails || undefined);
});
after(() => peers?.end());

const points = ['imap.after_fetch', 'lmtp.before_commit', 'imap.after_commit', 'imap.after_flag'];
const boxOf = (point: string) => `${point}@desk.example`;

for (const point of points) {
  test(`F-01: a kill at ${point} loses no mail and doubles none`, { skip }, async () => {
    const desk = await startDesk({
      env: { BUCKSTOP_FAULT: `${point}:kill:2`, BUCKSTOP_MAIL_CA: skip ? '' : peers.certificate },
      prepare: (made) => {
        const file = join(made.data, 'imap-password');
        writeFileSync(file, `${secret}\n`);
        made.run('mailbox', 'fetch', mailbox, '--from', `imap://${encodeURIComponent(boxOf(point))}@127.0.0.1:${peers.imap}`, '--password-file', file);
      },
    });
    try {
      const amara = await desk.signIn();
      const subjects = async (): Promise<string[]> => {
        const { body } = await amara.get('/api/v1/tickets?limit=100');
        return body.tickets.map((ticket: { subject: string }) => ticket.subject).sort();
      };
      await eventually('all mails', async () => (await subjects()).length >= mails || undefined);
      await eventually('all marks', () => peers.files(boxOf(point)).every((name) => name.endsWith('S')) || undefined);
      assert.deepEqual(await subjects(), Array.from({ length: mails }, (_, n) => `problem ${n}`));
      assert.match(desk.log, /supervisor\.ended/);
    } finally {
      await desk.end();
    }
  });
}
