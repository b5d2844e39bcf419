/* The same story between real mail servers: the first mail goes through Postfix into Dovecot and is fetched by IMAP, the reply
   comes by LMTP, and what we send reaches the customer's mailbox through Postfix. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CUSTOMER, story } from './story.ts';
import { mailbox } from '../lib/desk.ts';
import { missing, type Peers, secret, startPeers } from '../peers/peers.ts';

let peers: Peers;

story(
  {
    start: async () => {
      peers = await startPeers();
      return {
        env: { BUCKSTOP_SMTP: `smtp://127.0.0.1:${peers.smtp}`, BUCKSTOP_MAIL_CA: peers.certificate },
        prepare: (desk) => {
          const file = join(desk.data, 'imap-password');
          writeFileSync(file, `${secret}\n`);
          desk.run('mailbox', 'fetch', mailbox, '--from', `imaps://${encodeURIComponent(mailbox)}@127.0.0.1:${peers.imaps}/INBOX`, '--password-file', file);
        },
      };
    },
    end: () => peers?.end(),
    send: async (_, mail) => peers.send(mail, CUSTOMER, mailbox),
    takesAtOnce: false,
    mails: () => peers.mails(CUSTOMER),
  },
  missing(),
);
