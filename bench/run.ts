/* make bench: what Buckstop does against the limit of this machine, both measured in this run.
 *
 *     node bench/run.ts BUILD_DIR [TICKETS] [SECONDS]
 *
 * Makes a desk of TICKETS (100,000) in a new folder, serves it, and prints one line a figure: what was reached, the limit, the
 * ratio, the budget and whether it is met. Exits 1 when a budget is missed.
 */
import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

const build = process.argv[2] ?? "build";
const tickets = Number(process.argv[3] ?? 100_000);
const seconds = Number(process.argv[4] ?? 5);
const buckstop = join(build, "buckstop");
const folder = mkdtempSync(join(process.env.BENCH_DIR ?? tmpdir(), "buckstop-bench-"));
const data = join(folder, "desk");
const admin = { email: "bench@desk.example", password: "a password for the bench" };
const mailbox = "help@desk.example";
let missed = 0;

function run(command: string, args: string[], env: Record<string, string> = {}): string {
  const result = spawnSync(command, args, { encoding: "utf8", env: { ...process.env, ...env }, maxBuffer: 64 << 20 });
  if (result.error || result.status !== 0)
    throw new Error(`${command} ${args.join(" ")}: ${result.error ?? result.stderr + result.stdout}`);
  return result.stdout;
}

/* "name number" lines, as the C programs of this folder print them. */
function figures(text: string): Record<string, number> {
  return Object.fromEntries(text.trim().split("\n").map((line) => line.split(" ")).map(([name, value]) => [name, Number(value)]));
}

function firstLine(child: ChildProcess, wanted: RegExp): Promise<RegExpMatchArray> {
  return new Promise((resolve, reject) => {
    createInterface({ input: child.stdout! }).on("line", (line) => {
      const match = line.match(wanted);
      if (match) resolve(match);
    });
    child.on("exit", (code) => reject(new Error(`ended with ${code} before it said ${wanted}`)));
  });
}

function report(what: string, reached: string, limit: string, ratio: string, budget: string, met: boolean): void {
  console.log([what.padEnd(44), reached.padStart(14), limit.padStart(16), ratio.padStart(7), budget.padStart(26), met ? "met" : "MISSED"].join("  "));
  if (!met) missed++;
}

function requestsPerSecond(port: number, path: string, headers: string[], script?: string, env: Record<string, string> = {}, connections = 16): number {
  const args = ["-t2", `-c${connections}`, `-d${seconds}s`, ...(script ? ["-s", script] : []), ...headers.flatMap((h) => ["-H", h]), `http://127.0.0.1:${port}${path}`];
  const text = run("wrk", args, env);
  if (/Non-2xx/.test(text)) throw new Error(`${path}: ${text}`);
  return Number(text.match(/Requests\/sec:\s+([\d.]+)/)![1]);
}

async function bareLimit(bytes: number): Promise<number> {
  const bare = spawn(join(build, "bench/bare_http"), [String(bytes)], { stdio: ["pipe", "pipe", "inherit"] });
  const [, port] = await firstLine(bare, /port (\d+)/);
  const rate = requestsPerSecond(Number(port), "/", []);
  bare.stdin!.end();
  return rate;
}

function processTree(root: number): number[] {
  const children = readdirSync("/proc").filter((name) => /^\d+$/.test(name)).map(Number).filter((pid) => {
    try { return Number(readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1].split(" ")[1]) === root; } catch { return false; }
  });
  return [root, ...children.flatMap(processTree)];
}

function pssMiB(root: number): number {
  const kib = processTree(root).map((pid) => Number(readFileSync(`/proc/${pid}/smaps_rollup`, "utf8").match(/^Pss:\s+(\d+)/m)?.[1] ?? 0));
  return kib.reduce((sum, k) => sum + k, 0) / 1024;
}

function bareCommits(): Record<string, number> {
  return figures(run(join(build, "bench/bare_commit"), [data, "3"]));
}

const fastDisk = (limit: Record<string, number>) => limit.fsync_us < 500;
const slowDisk = (limit: Record<string, number>) => limit.fsync_us > 2000;

/* Between a fast and a slow disk nobody has said what is enough: the fast one's share it must be. */
function createBudget(limit: Record<string, number>): number {
  return slowDisk(limit) ? 3 : 0.7;
}

async function main(): Promise<void> {
  const env = { BUCKSTOP_HTTP: "127.0.0.1:0", BUCKSTOP_LMTP: "127.0.0.1:0", BUCKSTOP_RECEIPT_AFTER: "86400" };
  const passwordFile = join(folder, "password");
  writeFileSync(passwordFile, admin.password, { mode: 0o600 });
  run(buckstop, ["init", "--data", data, "--admin", admin.email, "--mailbox", mailbox, "--password-file", passwordFile], env);

  const fillStart = Date.now();
  run(buckstop, ["dev", "fill", "--data", data, "--tickets", String(tickets), "--seed", "1"], env);
  const perMinute = (tickets / (Date.now() - fillStart)) * 60_000;

  console.log(["", "reached", "limit", "ratio", "budget"].map((t, i) => [t.padEnd(44), t.padStart(14), t.padStart(16), t.padStart(7), t.padStart(26)][i]).join("  "));
  report("filling", `${perMinute.toFixed(0)}/min`, "", "", ">= 50000/min", perMinute >= 50_000);

  const started = Date.now();
  const serve = spawn(buckstop, ["serve", "--data", data], { env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "ignore"] });
  const [, httpPort, lmtpPort] = await firstLine(serve, /listening http=\S+:(\d+) lmtp=\S+:(\d+)/);
  const port = Number(httpPort);
  const base = `http://127.0.0.1:${port}`;
  while (!(await fetch(`${base}/`).then((r) => r.ok, () => false)));
  const firstPage = Date.now() - started;
  report("start to first page", `${firstPage} ms`, "", "", "<= 200 ms", firstPage <= 200);

  try {
    const signIn = await fetch(`${base}/api/v1/session`, { method: "POST", headers: { "Content-Type": "application/json", Origin: base }, body: JSON.stringify(admin) });
    if (!signIn.ok) throw new Error(`sign in: ${signIn.status} ${await signIn.text()}`);
    const cookie = signIn.headers.getSetCookie()[0].split(";")[0];
    const { csrf } = (await signIn.json()) as { csrf: string };
    const headers = [`Cookie: ${cookie}`];
    const get = async (path: string) => (await fetch(base + path, { headers: { Cookie: cookie } })).text();
    await new Promise((done) => setTimeout(done, 1500));
    const idle = pssMiB(serve.pid!);
    report("process tree, idle", `${idle.toFixed(1)} MiB`, "", "", "<= 30 MiB PSS", idle <= 30);

    /* Of the newest of the fill those with three messages; what is captured below has one. */
    const tickets3: number[] = [];
    for (let next = "", pages = 0; pages < 20; pages++) {
      const page = JSON.parse(await get(`/api/v1/tickets?limit=100${next}`)) as { tickets: { id: number }[]; next: string | null };
      for (const { id } of page.tickets) if ((JSON.parse(await get(`/api/v1/tickets/${id}`)) as { messages: unknown[] }).messages.length === 3) tickets3.push(id);
      if (page.next === null) break;
      next = `&after=${encodeURIComponent(page.next)}`;
    }

    /* Who captures a problem owns it: so the desk gets its fifty rows. */
    const rows = async () => (JSON.parse(await get("/api/v1/desk")) as { rows: unknown[] }).rows.length;
    for (let n = await rows(); n < 50; n++) {
      const body = JSON.stringify({ subject: `A bell for the winter, ${n}`, text: "Which one is heard through a helmet?", customer_address: `row${n}@load.example`, customer_name: `Customer ${n}`, channel: "phone" });
      const made = await fetch(`${base}/api/v1/tickets`, { method: "POST", headers: { Cookie: cookie, "X-CSRF": csrf, "Idempotency-Key": `row-${n}`, "Content-Type": "application/json" }, body });
      if (!made.ok) throw new Error(`create: ${made.status} ${await made.text()}`);
    }

    /* The limit is measured just before each figure: the machine is not the same from minute to minute. */
    for (const [what, path, budget, script] of [
      ["ticket as JSON (3 messages), 16 connections", `/api/v1/tickets/${tickets3[0]}`, 0.3],
      ["such tickets by chance", `/api/v1/tickets/${tickets3[0]}`, 0, "bench/tickets.lua"],
      [`My desk, ${await rows()} rows, 16 connections`, "/api/v1/desk", 0.3],
    ] as [string, string, number, string?][]) {
      const limit = await bareLimit(Buffer.byteLength(await get(path)));
      const reached = requestsPerSecond(port, path, headers, script, { BENCH_TICKETS: tickets3.join(" ") });
      report(what, `${reached.toFixed(0)}/s`, `${limit.toFixed(0)}/s`, (reached / limit).toFixed(2), budget > 0 ? `>= ${budget.toFixed(2)}` : "", reached / limit >= budget);
    }

    const took: number[] = [];
    for (const words of ["wheel", "order", "brake pads", "thank you", "friday", "the rear hub", "invoice", "return label"])
      for (let i = 0; i < 25; i++) {
        const start = performance.now();
        await get(`/api/v1/tickets?q=${encodeURIComponent(words)}&limit=50`);
        took.push(performance.now() - start);
      }
    took.sort((a, b) => a - b);
    const p99 = took[Math.floor(took.length * 0.99)];
    report("search by the newest, common words, p99", `${p99.toFixed(1)} ms`, "", "", "<= 20 ms", p99 <= 20);

    let limit = bareCommits();
    const created = figures(run("wrk", ["-t2", "-c16", `-d${seconds}s`, "-s", "bench/create.lua", base], { BENCH_COOKIE: cookie, BENCH_CSRF: csrf }).split("\n").filter((l) => /^(refused|per_s) /.test(l)).join("\n"));
    const wanted = createBudget(limit);
    report(`create by API, durable, 16 connections`, `${created.per_s.toFixed(0)}/s`, `${limit.commits_per_s}/s (${limit.fsync_us} us)`, (created.per_s / limit.commits_per_s).toFixed(2), `>= ${wanted} x bare commits`, created.refused === 0 && created.per_s / limit.commits_per_s >= wanted);

    limit = bareCommits();
    const mails = figures(run(join(build, "bench/lmtp_load"), [lmtpPort, mailbox, "4", String(seconds)]));
    const least = fastDisk(limit) ? 1500 : 0;
    report("mail by LMTP, durable, 4 connections", `${mails.mails_per_s}/s`, `${limit.commits_per_s}/s (${limit.fsync_us} us)`, (mails.mails_per_s / limit.commits_per_s).toFixed(2), `>= 0.35 x${least > 0 ? `, and ${least}/s` : ""}`, mails.refused === 0 && mails.mails_per_s / limit.commits_per_s >= 0.35 && mails.mails_per_s >= least);

    const streams = figures(run(join(build, "bench/streams"), [String(port), cookie, csrf, "1000", "15"]));
    report("a change on 1,000 open event streams, last", `${streams.last_ms} ms`, "", "", "<= 50 ms", streams.last_ms <= 50);

    await new Promise((done) => setTimeout(done, 3000)); /* who has hung up is let go within two seconds */
    const loaded = pssMiB(serve.pid!);
    report("process tree, after the load", `${loaded.toFixed(1)} MiB`, "", "", "<= 64 MiB PSS", loaded <= 64);
    const disk = readdirSync(data).filter((f) => f.startsWith("desk.db")).reduce((sum, f) => sum + statSync(join(data, f)).size, 0);
    console.log(`disk: ${(disk / 1048576).toFixed(0)} MiB`);
  } finally {
    serve.kill("SIGTERM");
    await new Promise((done) => serve.on("exit", done));
    rmSync(folder, { recursive: true, force: true });
  }
}

await main();
if (missed > 0) console.log(`${missed} budget${missed === 1 ? "" : "s"} missed`);
process.exitCode = missed > 0 ? 1 : 0;
