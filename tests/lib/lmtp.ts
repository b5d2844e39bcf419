// The sender's side of LMTP (RFC 2033), for one mail to one recipient.

import { connect } from 'node:net';
import { createInterface } from 'node:readline';

/** Resolves with the server's answer to the data ("250 …"), or to the step that it refused. */
export async function deliver(address: string, mail: string, to: string, from = 'customer@sender.example'): Promise<string> {
  const [host, port] = address.split(':');
  const socket = connect(Number(port), host).on('error', () => undefined); // whoever reads hears of it too
  const lines = createInterface({ input: socket })[Symbol.asyncIterator]();
  const answer = async (): Promise<string> => {
    for (;;) {
      const { value, done } = await lines.next();
      if (done) throw new Error('the LMTP server hung up');
      if (value[3] !== '-') return value;
    }
  };
  const step = async (command: string): Promise<string> => {
    socket.write(`${command}\r\n`);
    return answer();
  };
  const body = mail.replace(/\r?\n/g, '\r\n').replace(/^\./gm, '..');
  try {
    await answer();
    for (const command of ['LHLO tests', `MAIL FROM:<${from}>`, `RCPT TO:<${to}>`, 'DATA']) {
      const said = await step(command);
      if (!/^[23]/.test(said)) return said;
    }
    return await step(`${body}\r\n.`);
  } finally {
    if (!socket.writableEnded) socket.end('QUIT\r\n'); // it is, once the server has hung up
  }
}

export interface MailParts {
  from?: string;
  to?: string;
  subject?: string;
  text?: string;
  id?: string;
  type?: string;
  more?: string[];
}

/** A mail of one part. */
export function mailOf({ from = 'Tomas Vidal <tomas@example.org>', to = 'help@desk.example', subject = 'My wheel', text = 'It cracked.', id = `${Math.random().toString(36).slice(2)}@example.org`, type = 'text/plain; charset=utf-8', more = [] }: MailParts): string {
  return [`From: ${from}`, `To: ${to}`, `Subject: ${subject}`, `Message-ID: <${id}>`, `Date: ${new Date().toUTCString()}`, 'MIME-Version: 1.0', `Content-Type: ${type}`, ...more, '', text, ''].join('\r\n');
}

/** A mail whose only part is HTML, to the byte. */
export function htmlMail(html: string, parts: MailParts = {}): string {
  const text = Buffer.from(html).toString('base64').replace(/.{76}/g, '$&\r\n');
  return mailOf({ ...parts, text, type: 'text/html; charset=utf-8', more: ['Content-Transfer-Encoding: base64', ...(parts.more ?? [])] });
}
