// How the processes stand and fall: ports, signals, inherited sockets, the configuration (DESIGN.md, Processes).

import assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, test } from 'node:test';
import { eventually, program, startDesk, type Desk } from '../lib/desk.ts';

let desk: Desk;
before(async () => {
  desk = await startDesk();
});
after(() => desk.end());

/** The children of PID, by the name that ps shows. */
function children(pid: number): Map<string, number> {
  const found = new Map<string, number>();
  for (const entry of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const stat = readFileSync(`/proc/${entry}/stat`, 'utf8');
      const [, name, parent] = /\((.*)\) \S (\d+)/.exec(stat) ?? [];
      if (Number(parent) === pid && !/\) Z /.test(stat)) found.set(name!, Number(entry));
    } catch {
      // it ended while we looked
    }
  }
  return found;
}

/** Both processes of a desk, as soon as they are there. */
function bothChildren(pid: number): Promise<Map<string, number>> {
  return eventually('web and post', () => {
    const found = children(pid);
    return found.has('web') && found.has('post') ? found : undefined;
  });
}

async function healthy(url: string): Promise<boolean | undefined> {
  try {
    return (await fetch(`${url}/health`)).ok || undefined;
  } catch {
    return undefined;
  }
}

test('the ports that the kernel picked stand in run/addresses', () => {
  const line = readFileSync(join(desk.data, 'run/addresses'), 'utf8');
  assert.equal(line, `http=${desk.url.replace('http://', '')} lmtp=${desk.lmtp}\n`);
});

test('F-36: a desk that is served already is not served a second time', () => {
  const second = spawnSync(program, ['serve', '--data', desk.data], { encoding: 'utf8', env: desk.env });
  assert.equal(second.status, 1);
  assert.match(second.stderr, /is served already/);
});

test('a killed web process is started again, on the same port', async () => {
  const before = (await bothChildren(desk.pid)).get('web')!;
  process.kill(before, 'SIGKILL');
  await eventually('another web process', () => {
    const now = children(desk.pid).get('web');
    return now !== undefined && now !== before ? now : undefined;
  });
  await eventually('an answer', () => healthy(desk.url));
});

test('a killed post process is started again, and takes mail on the same port', async () => {
  const before = (await bothChildren(desk.pid)).get('post')!;
  process.kill(before, 'SIGKILL');
  await eventually('another post process', () => {
    const now = children(desk.pid).get('post');
    return now !== undefined && now !== before ? now : undefined;
  });
  const [host, port] = desk.lmtp.split(':');
  const greeting = await new Promise<string>((resolve, reject) => {
    const socket = connect(Number(port), host).setEncoding('utf8');
    socket.once('data', (text) => {
      resolve(String(text));
      socket.destroy();
    });
    socket.once('error', reject);
  });
  assert.match(greeting, /^220 /);
});

test('a second desk on the same port says so and ends', async (t) => {
  const other = await startDesk();
  t.after(() => other.end());
  await other.stop();
  const second = spawnSync(program, ['serve', '--data', other.data], {
    env: { ...other.env, BUCKSTOP_HTTP: desk.url.replace('http://', '') },
    encoding: 'utf8',
  });
  assert.equal(second.status, 75);
  assert.match(second.stderr, /could not listen on 127\.0\.0\.1:\d+: Address already in use/);
});

test('SIGTERM ends all processes within two seconds, with 0', async (t) => {
  const other = await startDesk();
  t.after(() => other.end());
  const pids = [...(await bothChildren(other.pid)).values()];
  const begin = Date.now();
  assert.equal(await other.stop(), 0);
  assert.ok(Date.now() - begin < 2000);
  for (const pid of pids) assert.throws(() => process.kill(pid, 0));
});

test('SIGTERM is obeyed with an open stream and an open LMTP conversation', async (t) => {
  const other = await startDesk();
  t.after(() => other.end());
  const session = await other.signIn();
  const stream = await fetch(`${other.url}/api/v1/events`, { headers: session.headers });
  assert.equal(stream.status, 200);
  const [host, port] = other.lmtp.split(':');
  const socket = connect(Number(port), host);
  t.after(() => socket.destroy());
  await once(socket, 'data');
  const begin = Date.now();
  assert.equal(await other.stop(), 0);
  assert.ok(Date.now() - begin < 2000);
  await stream.body?.cancel().catch(() => {});
});

test('a killed supervisor takes its processes along', async (t) => {
  const other = await startDesk();
  t.after(() => other.end());
  const pids = [...(await bothChildren(other.pid)).values()];
  await other.stop('SIGKILL');
  for (const pid of pids)
    await eventually(`the end of ${pid}`, () => {
      try {
        process.kill(pid, 0);
        return undefined;
      } catch {
        return true;
      }
    });
});

test('sockets are inherited as systemd hands them over (LISTEN_FDS)', async (t) => {
  const other = await startDesk();
  t.after(() => other.end());
  await other.stop();
  const listen = async (): Promise<Server> => {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return server;
  };
  const servers = [await listen(), await listen()];
  const fds = servers.map((server) => (server as unknown as { _handle: { fd: number } })._handle.fd);
  const child = spawn('sh', ['-c', 'LISTEN_PID=$$ LISTEN_FDS=2 exec "$0" serve --data "$1"', program, other.data], {
    env: { ...other.env, BUCKSTOP_HTTP: '127.0.0.1:1', BUCKSTOP_LMTP: '127.0.0.1:1' },
    stdio: ['ignore', 'pipe', 'inherit', fds[0], fds[1]],
  });
  const [line] = (await once(createInterface({ input: child.stdout! }), 'line')) as [string];
  const ports = servers.map((server) => (server.address() as { port: number }).port);
  assert.equal(line, `listening http=127.0.0.1:${ports[0]} lmtp=127.0.0.1:${ports[1]}`);
  servers.forEach((server) => server.close());
  await eventually('an answer', () => healthy(`http://127.0.0.1:${ports[0]}`));
  child.kill('SIGTERM');
  const [code] = await once(child, 'exit');
  assert.equal(code, 0);
});

test('--only runs one part', async (t) => {
  const other = await startDesk();
  t.after(() => other.end());
  await other.stop();
  const child = spawn(program, ['serve', '--only=web', '--data', other.data], { env: other.env, stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(createInterface({ input: child.stdout! }), 'line')) as [string];
  assert.match(line, /^listening http=127\.0\.0\.1:\d+$/);
  await eventually('an answer', () => healthy(/http:.*/.exec(line.replace('http=', 'http://'))![0]));
  assert.deepEqual([...children(child.pid!).keys()], ['web']);
  child.kill('SIGTERM');
  await once(child, 'exit');
});

test('the configuration is checked without being used', () => {
  const folder = mkdtempSync(join(tmpdir(), 'buckstop-test-'));
  const check = () => spawnSync(program, ['serve', '--check-config', '--data', folder], { env: { PATH: process.env.PATH }, encoding: 'utf8' });
  assert.equal(check().status, 0);
  writeFileSync(join(folder, 'desk.conf'), execFileSync(program, ['dev', 'config'], { encoding: 'utf8' }));
  assert.equal(check().status, 0);
  writeFileSync(join(folder, 'desk.conf'), '# mine\nundo = soon\n');
  const wrong = check();
  assert.equal(wrong.status, 65);
  assert.match(wrong.stderr, /desk\.conf, line 2: undo must be a number of seconds/);
  writeFileSync(join(folder, 'desk.conf'), `ui_dir = ${folder}/none\n`);
  assert.match(check().stderr, /ui_dir: there is no index\.html in .*none/);
  writeFileSync(join(folder, 'desk.conf'), `smtp = file:${folder}/none/outbox\n`);
  assert.match(check().stderr, /smtp: mails cannot be written to .*none\/outbox/);
  rmSync(folder, { recursive: true });
});

test('what the configuration names is checked with it: the database, and the version of its tables', async (t) => {
  const other = await startDesk();
  t.after(() => other.end());
  await other.stop();
  const check = (env: Record<string, string>) => spawnSync(program, ['serve', '--check-config', '--data', other.data], { env: { ...other.env, ...env }, encoding: 'utf8' });
  assert.equal(check({}).stdout, 'the configuration is fine\n');
  const away = check({ BUCKSTOP_DATABASE: 'postgresql:///nobody?host=/nonexistent' });
  assert.equal(away.status, 75);
  assert.match(away.stderr, /the database could not be reached/);
});

test('F-36: a desk whose database is gone is not served, and gets no new one', () => {
  const data = mkdtempSync(join(tmpdir(), 'buckstop-gone-'));
  try {
    writeFileSync(join(data, 'secret.key'), Buffer.alloc(32));
    const { BUCKSTOP_DATABASE: _, ...env } = desk.env;
    const gone = spawnSync(program, ['serve', '--data', data], { env, encoding: 'utf8' });
    assert.equal(gone.status, 75);
    assert.match(gone.stderr, /could not open the database .*desk\.db/);
    assert.ok(!readdirSync(data).includes('desk.db'));
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
});

test('without a desk serve says what to do', () => {
  const missing = spawnSync(program, ['serve', '--data', join(desk.data, 'nothing')], { env: desk.env, encoding: 'utf8' });
  assert.equal(missing.status, 65);
  assert.match(missing.stderr, /there is no desk in .*; buckstop init makes one/);
});
