// An IMAP server that tests script: one folder of mails, in the clear, on 127.0.0.1. It knows as much of RFC 3501 as a desk
// asks for, and misbehaves where a test says so.

import { createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

export interface FakeMail {
  uid: number;
  raw: string;
  flags: Set<string>;
  /** What RFC822.SIZE says, where it is not the truth. */
  size?: number;
}

/** What one command is answered instead: lines, each with its CR LF, and whether the line is cut then. */
export type Trick = (command: string, tag: string, socket: Socket) => boolean;

export class ImapServer {
  mails: FakeMail[] = [];
  readonly moved: { uid: number; folder: string }[] = [];
  /** UIDs that were expunged, and the commands that came, without their tags. */
  readonly expunged: number[] = [];
  readonly heard: string[] = [];
  uidValidity = 7;
  nextUid = 1;
  capabilities = ['IMAP4rev1', 'IDLE', 'UIDPLUS', 'MOVE', 'AUTH=XOAUTH2'];
  /** Access tokens that are taken; undefined: a password is asked for. */
  tokens: Set<string> | undefined;
  /** True when it has answered the command itself. */
  trick: Trick | undefined;
  logins = 0;
  private server: Server | undefined;
  /** IDLE's tag while it lasts, and whether there is news that this client has not heard. */
  private readonly sockets = new Map<Socket, { idle: string | undefined; news: boolean }>();

  async start(): Promise<void> {
    this.server = createServer((socket) => this.talk(socket));
    await new Promise<void>((resolve) => this.server!.listen(0, '127.0.0.1', resolve));
  }

  get port(): number {
    return (this.server!.address() as AddressInfo).port;
  }

  end(): void {
    this.cut();
    this.server?.close();
  }

  /** Ends every connection at once. */
  get open(): number {
    return this.sockets.size;
  }

  cut(): void {
    for (const socket of this.sockets.keys()) socket.destroy();
  }

  /** A new mail; whoever waits is told. */
  add(raw: string, size?: number): FakeMail {
    const mail: FakeMail = { uid: this.nextUid++, raw: raw.replace(/\r?\n/g, '\r\n'), flags: new Set(), ...(size === undefined ? {} : { size }) };
    this.mails.push(mail);
    for (const [socket, state] of this.sockets) {
      if (state.idle) socket.write(`* ${this.mails.length} EXISTS\r\n`);
      else state.news = true;
    }
    return mail;
  }

  /** The same mails under new UIDs, as after a server moved. */
  renumber(validity: number): void {
    this.uidValidity = validity;
    this.nextUid = 1;
    for (const mail of this.mails) mail.uid = this.nextUid++;
    this.cut();
  }

  private talk(socket: Socket): void {
    this.sockets.set(socket, { idle: undefined, news: false });
    let rest = '';
    socket.setEncoding('latin1').on('error', () => undefined);
    socket.on('close', () => this.sockets.delete(socket));
    socket.on('data', (text: string) => {
      rest += text;
      for (let end = rest.indexOf('\r\n'); end >= 0; end = rest.indexOf('\r\n')) {
        const line = rest.slice(0, end);
        rest = rest.slice(end + 2);
        this.line(socket, line);
      }
    });
    socket.write('* OK fake ready\r\n');
  }

  private line(socket: Socket, line: string): void {
    const state = this.sockets.get(socket);
    if (!state) return;
    if (state.idle && line === 'DONE') {
      socket.write(`${state.idle} OK done\r\n`);
      state.idle = undefined;
      return;
    }
    const space = line.indexOf(' ');
    if (space < 0) return; // the empty line that ends a refused XOAUTH2
    const tag = line.slice(0, space);
    const command = line.slice(space + 1);
    this.heard.push(command);
    if (this.trick?.(command, tag, socket)) return;
    this.command(socket, tag, command);
  }

  private command(socket: Socket, tag: string, command: string): void {
    const words = command.split(' ');
    const verb = (words[0]!.toUpperCase() === 'UID' ? `UID ${words[1]}` : words[0]!).toUpperCase();
    const ok = (more = ''): void => void socket.write(`${more}${tag} OK done\r\n`);
    const mail = this.mails.find((one) => one.uid === Number(words[2]));
    if (verb === 'CAPABILITY') ok(`* CAPABILITY ${this.capabilities.join(' ')}\r\n`);
    else if (verb === 'LOGIN') this.signIn(socket, tag, this.tokens === undefined);
    else if (verb === 'AUTHENTICATE') this.authenticate(socket, tag, words[2] ?? '');
    else if (verb === 'SELECT') ok(`* ${this.mails.length} EXISTS\r\n* OK [UIDVALIDITY ${this.uidValidity}] it\r\n* OK [UIDNEXT ${this.nextUid}] it\r\n`);
    else if (verb === 'UID SEARCH') {
      this.sockets.get(socket)!.news = false;
      ok(`* SEARCH${this.search(words.slice(2)).map((uid) => ` ${uid}`).join('')}\r\n`);
    }
    else if (verb === 'UID FETCH') ok(mail ? this.fetch(mail, command) : '');
    else if (verb === 'UID STORE') ok(this.store(mail, command));
    else if (verb === 'UID EXPUNGE') ok(this.remove(mail, (uid) => this.expunged.push(uid)));
    else if (verb === 'UID MOVE') ok(this.remove(mail, (uid) => this.moved.push({ uid, folder: words[3]!.replaceAll('"', '') })));
    else if (verb === 'UID COPY') ok(mail ? void this.moved.push({ uid: mail.uid, folder: words[3]!.replaceAll('"', '') }) || '' : '');
    else if (verb === 'IDLE') this.idle(socket, tag);
    else if (verb === 'LOGOUT') socket.end(`* BYE\r\n${tag} OK bye\r\n`);
    else ok();
  }

  private idle(socket: Socket, tag: string): void {
    const state = this.sockets.get(socket)!;
    socket.write(state.news ? `+ idling\r\n* ${this.mails.length} EXISTS\r\n` : '+ idling\r\n');
    state.idle = tag;
    state.news = false;
  }

  private signIn(socket: Socket, tag: string, taken: boolean): void {
    this.logins += 1;
    socket.write(taken ? `${tag} OK welcome\r\n` : `${tag} NO [AUTHENTICATIONFAILED] no\r\n`);
  }

  /** XOAUTH2: a refusal is a challenge first, which the client answers with an empty line. */
  private authenticate(socket: Socket, tag: string, given: string): void {
    const token = /auth=Bearer ([^\x01]*)/.exec(Buffer.from(given, 'base64').toString('latin1'))?.[1];
    if (token !== undefined && this.tokens?.has(token)) return this.signIn(socket, tag, true);
    socket.write(`+ ${Buffer.from('{"status":"400","schemes":"Bearer"}').toString('base64')}\r\n`);
    socket.once('data', () => this.signIn(socket, tag, false));
  }

  private search(words: string[]): number[] {
    const range = words.indexOf('UID');
    if (range >= 0) {
      const from = Number(words[range + 1]!.split(':')[0]);
      const last = this.mails.at(-1);
      const found = this.mails.filter((mail) => mail.uid >= from).map((mail) => mail.uid);
      return found.length > 0 || !last ? found : [last.uid]; // "n:*" always gives the last
    }
    return this.mails.filter((mail) => !words.includes('UNSEEN') || !mail.flags.has('\\Seen')).map((mail) => mail.uid);
  }

  private fetch(mail: FakeMail, command: string): string {
    const nth = this.mails.indexOf(mail) + 1;
    if (/RFC822\.SIZE/i.test(command)) return `* ${nth} FETCH (UID ${mail.uid} RFC822.SIZE ${mail.size ?? mail.raw.length})\r\n`;
    const header = /HEADER/i.test(command);
    const part = header ? mail.raw.slice(0, mail.raw.indexOf('\r\n\r\n') + 4) : mail.raw;
    return `* ${nth} FETCH (UID ${mail.uid} BODY[${header ? 'HEADER' : ''}] {${part.length}}\r\n${part})\r\n`;
  }

  private store(mail: FakeMail | undefined, command: string): string {
    for (const flag of /\(([^)]*)\)/.exec(command)?.[1]?.split(' ') ?? []) mail?.flags.add(flag);
    return '';
  }

  private remove(mail: FakeMail | undefined, note: (uid: number) => void): string {
    if (!mail) return '';
    const nth = this.mails.indexOf(mail) + 1;
    this.mails.splice(nth - 1, 1);
    note(mail.uid);
    return `* ${nth} EXPUNGE\r\n`;
  }
}
