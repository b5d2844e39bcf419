// Real mail servers for tests: Postfix takes mail by SMTP and hands it to Dovecot, which keeps it in Maildirs and serves it
// by IMAP and POP3. Everything lies in a folder that goes away and listens on ports of 127.0.0.1 that were free. Needs root.

import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '../lib/desk.ts';

/** Why these tests cannot run here; undefined when they can. */
export function missing(): string | undefined {
  if (process.getuid?.() !== 0) return 'mail servers need root';
  for (const program of ['/usr/sbin/postfix', '/usr/sbin/dovecot', '/usr/lib/dovecot/pop3', '/usr/bin/openssl']) if (!existsSync(program)) return `${program} is not installed`;
  return undefined;
}

/** Of every mailbox. */
export const secret = 'mail-server-secret';
const mailUser = { name: 'mail', uid: 8, gid: 8 }; // of Debian; Dovecot refuses to work as root

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('data', () => (socket.destroy(), resolve(true))).once('error', () => resolve(false)).once('close', () => resolve(false));
  });
}

export class Peers {
  readonly root: string;
  smtp = 0;
  imap = 0;
  imaps = 0;
  pop3 = 0;
  pop3s = 0;
  private said = '';
  private lmtp = 0;
  private readonly running: ChildProcess[] = [];

  constructor(root: string) {
    this.root = root;
  }

  /** The certificate of both, for BUCKSTOP_MAIL_CA. */
  get certificate(): string {
    return join(this.root, 'cert.pem');
  }

  /** The mails in the mailbox of ADDRESS, as their bytes. */
  mails(address: string): string[] {
    return ['new', 'cur'].flatMap((part) => {
      const folder = join(this.root, 'mail', address, part);
      return existsSync(folder) ? readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8')) : [];
    });
  }

  /** The names of the files in a mailbox; those of mails that were seen end in S. */
  files(address: string): string[] {
    return ['new', 'cur'].flatMap((part) => {
      const folder = join(this.root, 'mail', address, part);
      return existsSync(folder) ? readdirSync(folder) : [];
    });
  }

  /** Sends as a customer's mail program would: SMTP with STARTTLS, by msmtp. */
  send(mail: string, from: string, ...to: string[]): void {
    const args = ['--host=127.0.0.1', `--port=${this.smtp}`, '--tls=on', '--tls-starttls=on', `--tls-trust-file=${this.certificate}`, '--auth=off', `--from=${from}`, '--file=/dev/null'];
    execFileSync('/usr/bin/msmtp', [...args, '--', ...to], { input: mail });
  }

  /** What both wrote, for a failing test. */
  get log(): string {
    const file = join(this.root, 'postfix.log');
    return this.said + (existsSync(file) ? readFileSync(file, 'utf8') : '');
  }

  private start(command: string, args: string[]): void {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    for (const stream of [child.stdout!, child.stderr!]) stream.setEncoding('utf8').on('data', (text: string) => (this.said += text));
    this.running.push(child);
  }

  async startDovecot(): Promise<void> {
    const folder = join(this.root, 'dovecot');
    mkdirSync(folder, { recursive: true });
    mkdirSync(join(this.root, 'mail'), { recursive: true });
    chownSync(join(this.root, 'mail'), mailUser.uid, mailUser.gid);
    const config = join(folder, 'dovecot.conf');
    writeFileSync(
      config,
      `protocols = imap pop3 lmtp
base_dir = ${folder}/run
state_dir = ${folder}/state
log_path = /dev/stderr
listen = 127.0.0.1
ssl = required
ssl_cert = <${this.certificate}
ssl_key = <${join(this.root, 'key.pem')}
disable_plaintext_auth = no
auth_mechanisms = plain login
first_valid_uid = 1
first_valid_gid = 1
mail_location = maildir:${this.root}/mail/%u
passdb {
  driver = static
  args = password=${secret}
}
userdb {
  driver = static
  args = uid=${mailUser.uid} gid=${mailUser.gid} home=${this.root}/mail/%u allow_all_users=yes
}
service imap-login {
  inet_listener imap {
    port = ${this.imap}
  }
  inet_listener imaps {
    port = ${this.imaps}
    ssl = yes
  }
}
service pop3-login {
  inet_listener pop3 {
    port = ${this.pop3}
  }
  inet_listener pop3s {
    port = ${this.pop3s}
    ssl = yes
  }
}
service lmtp {
  inet_listener lmtp {
    address = 127.0.0.1
    port = ${this.lmtp}
  }
}
service stats {
  unix_listener stats-writer {
    mode = 0666
  }
}
`,
    );
    this.start('/usr/sbin/dovecot', ['-F', '-c', config]);
    await eventually('Dovecot', async () => (await answers(this.imap)) || undefined);
  }

  async stopDovecot(): Promise<void> {
    execFileSync('/usr/sbin/dovecot', ['-c', join(this.root, 'dovecot', 'dovecot.conf'), 'stop']);
    await eventually('the end of Dovecot', async () => !(await answers(this.imap)) || undefined);
  }

  private async startPostfix(): Promise<void> {
    const config = join(this.root, 'postfix');
    const work = join(this.root, 'postfix-work');
    for (const folder of [config, join(work, 'queue'), join(work, 'data')]) mkdirSync(folder, { recursive: true });
    execFileSync('chown', ['postfix', join(work, 'data')]);
    writeFileSync(
      join(config, 'main.cf'),
      `compatibility_level = 3.6
queue_directory = ${work}/queue
data_directory = ${work}/data
maillog_file = ${this.root}/postfix.log
maillog_file_prefixes = ${this.root}
myhostname = mx.tests.example
mydestination =
local_recipient_maps =
virtual_mailbox_domains = static:all
virtual_transport = lmtp:inet:127.0.0.1:${this.lmtp}
recipient_delimiter = +
transport_maps = texthash:${config}/transport
mynetworks = 127.0.0.0/8
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
smtpd_tls_security_level = may
smtpd_tls_cert_file = ${this.certificate}
smtpd_tls_key_file = ${join(this.root, 'key.pem')}
smtpd_recipient_restrictions = permit_mynetworks, reject
alias_maps =
alias_database =
smtputf8_enable = yes
`,
    );
    writeFileSync(join(config, 'transport'), '');
    const services = ['cleanup unix n - n - 0 cleanup', 'qmgr unix n - n 300 1 qmgr', 'rewrite unix - - n - - trivial-rewrite', 'bounce unix - - n - 0 bounce', 'defer unix - - n - 0 bounce', 'trace unix - - n - 0 bounce', 'verify unix - - n - 1 verify', 'flush unix n - n 1000? 0 flush', 'proxymap unix - - n - - proxymap', 'lmtp unix - - n - - lmtp', 'smtp unix - - n - - smtp', 'error unix - - n - - error', 'retry unix - - n - - error', 'discard unix - - n - - discard', 'anvil unix - - n - 1 anvil', 'scache unix - - n - 1 scache', 'tlsmgr unix - - n 1000? 1 tlsmgr', 'postlog unix-dgram n - n - 1 postlogd', 'pickup unix n - n 60 1 pickup'];
    writeFileSync(join(config, 'master.cf'), [`127.0.0.1:${this.smtp} inet n - n - - smtpd`, ...services, ''].join('\n'));
    this.start('/usr/sbin/postfix', ['-c', config, 'start-fg']);
    await eventually('Postfix', async () => (await answers(this.smtp)) || undefined);
  }

  /** From now on Postfix hands mail for ADDRESS, with anything behind a plus, to this LMTP server. */
  handOver(address: string, lmtp: string): void {
    const config = join(this.root, 'postfix');
    writeFileSync(join(config, 'transport'), `${address} lmtp:inet:${lmtp}\n`);
    execFileSync('/usr/sbin/postfix', ['-c', config, 'reload'], { stdio: 'ignore' });
  }

  async startAll(): Promise<void> {
    [this.smtp, this.imap, this.imaps, this.pop3, this.pop3s, this.lmtp] = (await Promise.all(Array.from({ length: 6 }, freePort))) as [number, number, number, number, number, number];
    const subject = ['-subj', '/CN=tests', '-addext', 'subjectAltName=IP:127.0.0.1', '-days', '2'];
    execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', join(this.root, 'key.pem'), '-out', this.certificate, ...subject], { stdio: 'ignore' });
    await this.startDovecot();
    await this.startPostfix();
  }

  end(): void {
    try {
      execFileSync('/usr/sbin/postfix', ['-c', join(this.root, 'postfix'), 'abort'], { stdio: 'ignore' });
    } catch {
      // it was not running
    }
    for (const child of this.running) {
      try {
        process.kill(-child.pid!, 'SIGTERM');
      } catch {
        // it has ended
      }
    }
    rmSync(this.root, { recursive: true, force: true, maxRetries: 10 });
  }
}

export async function startPeers(): Promise<Peers> {
  const root = mkdtempSync(join(tmpdir(), 'buckstop-peers-'));
  chmodSync(root, 0o755);
  const peers = new Peers(root);
  try {
    await peers.startAll();
  } catch (error) {
    const why = new Error(`${error}\n${peers.log}`);
    peers.end();
    throw why;
  }
  return peers;
}
