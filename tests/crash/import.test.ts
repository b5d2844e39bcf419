// Many mails at once: the desk's memory stays flat and its people go on working (F-63, E10). IMPORT_MAILS=300000 makes it long.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { mailbox, program, startDesk, type Desk } from '../lib/desk.ts';

const isSanitized = readFileSync(program).includes('__asan_init');

const mails = Number(process.env.IMPORT_MAILS ?? 4000);
const connections = 4;
const growthMost = 12 * 1024; // KiB, between the first quarter and the end: caches fill

/** A mail as customers write: text and HTML, a quote, a signature; each of its own sender, each new. */
function mail(n: number): string {
  const html = `<p>Hello,</p><p>order <b>${n}</b> gave up on this morning\u2019s ride.</p><div class="gmail_quote">On Mon, we wrote:<blockquote>Have a good ride.</blockquote></div>`;
  const text = `Hello,\r\n\r\norder ${n} gave up on this morning\u2019s ride.\r\n\r\n-- \r\nSent from my phone\r\n\r\nOn Mon, 2 Nov 2026 at 09:12, Cedar wrote:\r\n> Have a good ride.`;
  const part = (type: string, body: string) => `--b${n}\r\nContent-Type: text/${type}; charset=utf-8\r\n\r\n${body}\r\n`;
  const head = [`From: Customer ${n} <customer${n}@load.example>`, `To: ${mailbox}`, `Subject: Order ${n}`, `Message-ID: <${n}@load.example>`, 'Date: Mon, 16 Nov 2026 10:42:00 +0100', 'MIME-Version: 1.0', `Content-Type: multipart/alternative; boundary="b${n}"`];
  return `${head.join('\r\n')}\r\n\r\n${part('plain', text)}${part('html', html)}--b${n}--\r\n`;
}

/** One connection that sends mails from NEXT until it gives no more. Resolves with how many were taken. */
async function send(desk: Desk, next: () => number | undefined): Promise<number> {
  const [host, port] = desk.lmtp.split(':');
  const socket = connect(Number(port), host);
  const lines = createInterface({ input: socket })[Symbol.asyncIterator]();
  const hear = async (count: number): Promise<string> => {
    for (let line = ''; ; ) {
      line = String((await lines.next()).value);
      if (line[3] !== '-' && --count === 0) return line;
    }
  };
  let taken = 0;
  await hear(1);
  socket.write('LHLO load\r\n');
  await hear(1);
  for (let n = next(); n !== undefined; n = next()) {
    socket.write(`MAIL FROM:<customer${n}@load.example>\r\nRCPT TO:<${mailbox}>\r\nDATA\r\n`);
    await hear(3);
    socket.write(`${mail(n)}.\r\n`);
    if ((await hear(1)).startsWith('250')) taken += 1;
  }
  socket.end('QUIT\r\n');
  return taken;
}

/** KiB in memory of the desk's processes together, and how many files they have open. */
function use(desk: Desk): { kib: number; files: number } {
  const rows = spawnSync('ps', ['-eo', 'pid=,ppid='], { encoding: 'utf8' }).stdout.trim().split('\n').map((row) => row.trim().split(/\s+/).map(Number) as [number, number]);
  const tree = (pid: number): number[] => [pid, ...rows.filter(([, parent]) => parent === pid).flatMap(([child]) => tree(child))];
  let kib = 0;
  let files = 0;
  for (const pid of tree(desk.pid)) {
    kib += Number(/^Rss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0);
    files += Number(/^FDSize:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
  }
  return { kib, files };
}

test(`F-63, E10: ${mails} mails are taken with flat memory, and colleagues go on working meanwhile`, async () => {
  const desk = await startDesk({ env: { BUCKSTOP_RECEIPT_AFTER: '86400' } });
  try {
    const amara = await desk.signIn();
    const waits: number[] = [];
    let next = 0;
    const until = (most: number) => () => (next < most ? next++ : undefined);
    const batch = async (most: number): Promise<number> => {
      let going = true;
      const worker = (async () => {
        while (going) {
          const start = performance.now();
          assert.equal((await amara.get('/api/v1/tickets?limit=50')).status, 200);
          waits.push(performance.now() - start);
        }
      })();
      const taken = await Promise.all(Array.from({ length: connections }, () => send(desk, until(most))));
      going = false;
      await worker;
      return taken.reduce((sum, n) => sum + n, 0);
    };
    const quarter = Math.floor(mails / 4);
    assert.equal(await batch(quarter), quarter);
    const before = use(desk);
    assert.equal(await batch(mails), mails - quarter);
    const after = use(desk);
    waits.sort((a, b) => a - b);
    console.log(`${mails} mails: ${before.kib} KiB after a quarter, ${after.kib} KiB at the end; a list took ${waits[waits.length >> 1]!.toFixed(1)} ms (median)`);
    // A sanitizer keeps what was freed for a while.
    assert.ok(isSanitized || after.kib - before.kib < growthMost, `memory grew from ${before.kib} to ${after.kib} KiB`);
    assert.ok(after.files - before.files < 64, `open files grew from ${before.files} to ${after.files}`);
    assert.ok(waits[waits.length >> 1]! < 200, 'colleagues had to wait');
    const rows = JSON.parse(desk.run('verify', '--json')) as { rule: string; wrong: number }[];
    for (const row of rows) assert.equal(row.wrong, 0, row.rule);
  } finally {
    await desk.end();
  }
});
