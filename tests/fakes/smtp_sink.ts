// A mail server in the clear that follows a script: for each connection what it says to a step, or that it hangs up.

import { createServer, type Server, type Socket } from 'node:net';

export type Step = 'greeting' | 'ehlo' | 'auth' | 'mail' | 'rcpt' | 'data' | 'dot';
/** Replies that differ from the friendly ones; 'hang up' instead of one. */
export type Script = Partial<Record<Step, string>>;

const friendly: Record<Step, string> = { greeting: '220 sink', ehlo: '250 sink', auth: '235 come in', mail: '250 fine', rcpt: '250 fine', data: '354 go on', dot: '250 2.0.0 queued' };

export class Sink {
  /** Scripts of the next connections; when none is left the sink is friendly. */
  readonly scripts: Script[] = [];
  /** Each mail that came with its final dot, whatever was answered. */
  readonly mails: string[] = [];
  /** Each command, as it was said. */
  readonly commands: string[] = [];
  private readonly server: Server;

  constructor() {
    this.server = createServer((socket) => this.converse(socket, this.scripts.shift() ?? {}));
  }

  private converse(socket: Socket, script: Script): void {
    let text = '';
    let inData = false;
    let inAuth = false;
    const say = (step: Step): boolean => {
      const reply = script[step] ?? friendly[step];
      if (reply === 'hang up') socket.resetAndDestroy();
      else socket.write(`${reply}\r\n`);
      return /^[23]/.test(reply);
    };
    const obey = (line: string): void => {
      this.commands.push(line);
      if (inAuth) {
        inAuth = false;
        say('auth');
        return;
      }
      const verb = line.slice(0, 4).toUpperCase();
      if (verb === 'EHLO') say('ehlo');
      else if (verb === 'AUTH') {
        inAuth = true; // the secret comes in a line of its own
        socket.write('334 \r\n');
      }
      else if (verb === 'MAIL') say('mail');
      else if (verb === 'RCPT') say('rcpt');
      else if (verb === 'DATA') inData = say('data');
      else if (verb === 'QUIT') socket.end('221 bye\r\n');
      else socket.write('500 what?\r\n');
    };
    say('greeting');
    socket.on('error', () => undefined).setEncoding('utf8').on('data', (piece: string) => {
      text += piece;
      for (;;) {
        const mark = inData ? '\r\n.\r\n' : '\r\n';
        const end = text.indexOf(mark);
        if (end < 0 || socket.destroyed) return;
        const part = text.slice(0, end);
        text = text.slice(end + mark.length);
        if (inData) {
          inData = false;
          this.mails.push(part);
          say('dot');
        } else obey(part);
      }
    });
  }

  listen(): Promise<string> {
    return new Promise((resolve) => this.server.listen(0, '127.0.0.1', () => resolve(`smtp://127.0.0.1:${(this.server.address() as { port: number }).port}`)));
  }

  close(): void {
    this.server.close();
  }
}
