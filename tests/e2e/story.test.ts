/* The story with mail by LMTP and answers as files. */
import { CUSTOMER, story } from './story.ts';
import { mailbox } from '../lib/desk.ts';

story({
  start: async () => ({}),
  end: () => undefined,
  send: async (desk, mail) => {
    const said = await desk.deliver(mail, mailbox);
    if (!said.startsWith('250')) throw new Error(said);
  },
  takesAtOnce: true,
  mails: (desk) => desk.outbox().filter((mail) => new RegExp(`^To: .*${CUSTOMER}`, 'im').test(mail)),
});
