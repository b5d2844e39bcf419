/* `npm run mock`: the built app over a desk that lives in memory, with the headers that the real server sends. For looking at
   the app and for its browser tests; it decides nothing as the desk would. */
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { colleagues, mails, me, offer, rows, START, ticketOf, tomas } from './data.ts';
import type { Address, Attachment, Handover, HandoverInput, MailboxState, Message, ReplyInput, SessionRow, TextRead, Ticket, WordInput } from '../src/api.gen.ts';

/* BUCKSTOP_UI names another folder, as it does for the program. */
const DIST = process.env.BUCKSTOP_UI ?? new URL('../dist/', import.meta.url).pathname;
const TYPES: Record<string, string> = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.woff2': 'font/woff2' };
const POLICY = [
  "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' blob:", "font-src 'self'", "connect-src 'self'", "frame-src 'self'", "form-action 'self'", "base-uri 'none'",
  "frame-ancestors 'none'", "object-src 'none'", "require-trusted-types-for 'script'", 'trusted-types svelte-trusted-html ProseMirrorClipboard',
].join('; ');

export interface Mock { url: string; close: () => Promise<void>; arrive: (ticket: number, text: string) => void; move: (ticket: number, bucket: string) => void; refuseUploads: (yes: boolean) => void; speak: (language: string) => void; signOutAll: () => void }

export async function startMock(port: number): Promise<Mock> {
  const began = Date.now();
  const now = (): number => START + (Date.now() - began);
  const tickets = new Map<number, Ticket>(rows.map((row) => [row.id, row.id === 21 ? tomas(row) : ticketOf(row)]));
  const offers: Handover[] = [structuredClone(offer)];
  const streams = new Set<ServerResponse>();
  const sessions = new Set<string>();
  const uploads = new Map<number, Attachment>();
  const pictures = new Map<number, Buffer>();
  const quarantined = mails.map((mail) => ({ ...mail }));
  let mySessions: SessionRow[] = [
    { id: 1, browser: 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0', made_ms: START, seen_ms: START, ends_ms: START + 43_200_000, current: true },
    { id: 2, browser: 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1', made_ms: START - 3_600_000, seen_ms: START - 600_000, ends_ms: START + 39_600_000, current: false },
  ];
  const healthy: MailboxState = { id: 1, address: 'help@cedarandspoke.example', team_name: 'Workshop', way: 'imap', host: 'imap.mail.example', last_mail_ms: START - 240_000, seen_ms: START - 20_000, error: null, failed_ms: null, paused_ms: null, waiting: 2, stuck: 0, send_error: '' };
  const mailboxes: MailboxState[] = [
    healthy,
    { ...healthy, id: 2, address: 'orders@cedarandspoke.example', host: 'outlook.office365.com', error: 'the sign-in service gives no access: the consent was revoked', failed_ms: START - 5_400_000, seen_ms: START - 5_520_000, waiting: 3, stuck: 1, send_error: 'the server did not answer' },
    { ...healthy, id: 3, address: 'events@cedarandspoke.example', team_name: 'Events', way: null, host: null, seen_ms: null, last_mail_ms: null, waiting: 0 },
  ];
  let seq = 100;
  let nextId = 100_000;
  let presence = me.presence;
  let refuseUploads = false;
  let language = me.language;

  const changed = (ticket: Ticket | null, kind: string): void => {
    seq++;
    if (ticket) Object.assign(ticket, { seq, version: ticket.version + 1 });
    for (const stream of streams) stream.write(`id: ${seq}\nevent: change\ndata: ${JSON.stringify({ seq, kind, ticket: ticket?.id ?? null })}\n\n`);
  };
  const deskRows = () => rows.map((row) => ({ ...row, offered_to: tickets.get(row.id)?.handovers.find((entry) => entry.state === 'offered')?.to_name ?? row.offered_to }));
  const add = (ticket: Ticket, more: Partial<Message>): Message => {
    const message = { ...(ticket.messages[0] as Message), id: ++nextId, folded: '', attachments: [], has_html: false, has_raw: false, at_ms: now(), ...more };
    ticket.messages.push(message);
    return message;
  };

  function reply(ticket: Ticket, input: ReplyInput): { status: number; body: unknown } {
    const newer = ticket.messages.some((message) => message.direction === 'in' && message.at_ms > START && input.version < ticket.version);
    if (newer) return { status: 409, body: { key: 'ticket.changed', title: 'Changed', detail: 'Somebody wrote meanwhile.' } };
    const note = input.kind === 'note';
    const later = input.send_at_ms ?? null;
    const until = note ? null : (later ?? now() + 8000);
    const files = (input.attachments ?? []).flatMap(({ id }) => uploads.get(id) ?? []).map((file) => (input.text.includes(`](upload:${file.id})`) ? { ...file, inline: true, cid: `picture.${file.id}@upload` } : file));
    const text = input.text.replace(/\]\(upload:(\d+)\)/g, '](cid:picture.$1@upload)');
    if (input.cc) ticket.cc = input.cc;
    const copies = [...ticket.cc.map((entry) => ({ ...entry, kind: 'cc' })), ...(input.bcc ?? []).map((entry) => ({ ...entry, kind: 'bcc' }))];
    if (input.proposal_kind === 'refusal') {
      const alternatives = [...(input.alternatives ?? []), { text: 'A second look by Hanneke de Wit' }].map((entry) => ({ id: ++nextId, text: entry.text, detail: '', by_text: 'by_text' in entry ? (entry.by_text ?? '') : '', leader_id: null, chosen: false }));
      ticket.proposals.push({ id: ++nextId, kind: 'refusal', text: input.text, state: 'open', made_ms: now(), remind_ms: null, rest_ms: null, answered_ms: null, made_by_name: me.name, alternatives });
      ticket.state = 'proposed';
    }
    const message = add(ticket, {
      kind: note ? 'note' : 'email', direction: note ? 'internal' : 'out', author_name: me.name, author_id: me.id, text, state: note ? 'internal' : 'waiting',
      to_addresses: ticket.person_address, may_undo: !note, undo_until_ms: until, send_ms: until, attachments: files, copies: note ? 0 : copies.length,
      recipients: note || copies.length === 0 ? [] : copies.map((entry) => ({ address: entry.address, name: entry.name ?? '', kind: entry.kind, state: 'waiting', reply: '', delivered_ms: null })),
    });
    for (const made of input.promises ?? []) {
      ticket.promises.push({ id: ++nextId, kind: 'stated', text: made.text, state: 'open', made_by_name: me.name, renewed_why: '', due_ms: made.due_ms, made_ms: now(), closed_ms: null, kept_late_ms: null, renewals: 0, message_id: message.id });
    }
    for (const { id } of input.kept ?? []) Object.assign(ticket.promises.find((promise) => promise.id === id) ?? {}, { state: 'kept', closed_ms: now() });
    if (!note && later === null) {
      setTimeout(() => {
        if (message.state !== 'waiting') return;
        message.state = 'sent';
        changed(ticket, 'message.sent');
      }, 8000);
    }
    changed(ticket, 'message.written');
    return { status: 201, body: { id: message.id, version: ticket.version, undo_until_ms: until } };
  }

  function read(text: string): TextRead {
    const promises: TextRead['promises'] = [];
    const found = /by Tuesday 14:00/.exec(text);
    if (found) promises.push({ start: found.index, length: found[0].length, phrase: found[0], text: 'send you a prepaid label', due_ms: Date.UTC(2026, 10, 17, 14) });
    const hint = /not our department/i.exec(text);
    const hints = hint ? [{ start: hint.index, length: hint[0].length, phrase: hint[0], reason: 'it closes a door.', better: 'something I cannot promise' }] : [];
    return { promises, hints, acknowledges: /thank|sorry/i.test(text), says_what: /I’ll|I will|I send/i.test(text), says_when: promises.length > 0, explains: /then/i.test(text), thanks: /thank/i.test(text) };
  }

  function draftOf(ticket: Ticket): unknown {
    return {
      reasons: [{ key: 'decide', text: 'Can decide on the spot' }, { key: 'asked', text: `${ticket.person_name.split(' ')[0]} asked for it` }, { key: 'away', text: 'I will be away' }],
      candidates: colleagues.slice(1).map(({ id, name, about, presence: there, open, due_today, capacity }) => ({ id, name, about, presence: there, note: id === 2 ? 'Already helps here' : '', open, due_today, capacity })),
      promises: ticket.promises.filter((promise) => promise.state === 'open'), person_name: ticket.person_name,
      summary: 'Only wheelset, 400 km brevet from Zaragoza starts Friday 20th, he leaves home Thursday evening. Campagnolo freehub. He is calm, likes plain facts.',
      customer_text: `${ticket.person_name.split(' ')[0]}, from today {name} looks after you and has read everything. What I promised you stays promised. Thank you for your patience. Amara`,
      person_number: ticket.hops + 2, needs_leader: false, expires_ms: now() + 3_600_000,
    };
  }

  function answer(method: string, parts: string[], query: URLSearchParams, body: never): { status: number; body?: unknown } {
    const [what, id, sub] = parts;
    const ticket = tickets.get(Number(id));
    const route = `${method} ${what}${sub ? `/${sub}` : ''}`;
    switch (route) {
      case 'GET desk': return { status: 200, body: { now_ms: now(), rely: 14, due_today: 3, kept_month: 41, promised_month: 42, acknowledge_ms: 900_000, presence, presence_until_ms: me.presence_until_ms, rows: deskRows(), offers: offers.filter((entry) => entry.state === 'offered'), seq } };
      case 'GET colleagues': return { status: 200, body: { colleagues } };
      case 'POST me/presence': case 'POST me': presence = (body as { presence: string }).presence; return { status: 204 };
      case 'GET tickets': {
        if (ticket) return { status: 200, body: { ...ticket, now_ms: now() } };
        if (id) break;
        const words = (query.get('q') ?? '').toLowerCase();
        const found = rows.filter((row) => `${row.person_name} ${row.subject}`.toLowerCase().includes(words));
        return { status: 200, body: { tickets: found.slice(0, 8).map((row) => ({ ...row, owner_name: me.name, snippet: tickets.get(row.id)?.messages[0]?.text ?? null, updated_ms: row.created_ms })), next: null, more: false, count: found.length } };
      }
      case 'POST tickets/messages': if (ticket) return reply(ticket, body); break;
      case 'POST tickets/read': return { status: 200, body: read((body as { text: string }).text) };
      case 'POST tickets/seen': { const row = rows.find((entry) => entry.id === ticket?.id); if (row) row.unread = false; return { status: 204 }; }
      case 'GET tickets/handover': if (ticket) return { status: 200, body: draftOf(ticket) }; break;
      case 'POST tickets/handover': {
        if (!ticket) break;
        const input = body as HandoverInput;
        const made: Handover = { ...offer, ...input, reason_text: input.reason_text ?? '', loan_step: input.loan_step ?? '', id: ++nextId, ticket_id: ticket.id, subject: ticket.subject, person_name: ticket.person_name, from_name: me.name, from_id: me.id, to_name: colleagues.find((entry) => entry.id === input.to_id)?.name ?? '', offered_ms: now(), expires_ms: now() + 3_600_000 };
        ticket.handovers.unshift(made);
        changed(ticket, 'handover.offered');
        return { status: 201, body: made };
      }
      case 'POST handovers/accept': case 'POST handovers/decline': case 'POST handovers/withdraw': {
        const all = [...offers, ...[...tickets.values()].flatMap((entry) => entry.handovers)];
        const found = all.find((entry) => entry.id === Number(id));
        if (!found) break;
        found.state = sub === 'accept' ? 'accepted' : sub === 'decline' ? 'declined' : 'withdrawn';
        changed(tickets.get(found.ticket_id) ?? null, `handover.${found.state}`);
        return { status: 200, body: found };
      }
      case 'POST messages/undo': {
        for (const entry of tickets.values()) {
          const message = entry.messages.find((candidate) => candidate.id === Number(id));
          if (!message) continue;
          if (message.state !== 'waiting') return { status: 409, body: { key: 'message.left', title: 'Left', detail: 'It has left.' } };
          message.state = 'undone';
          entry.promises = entry.promises.filter((promise) => promise.message_id !== message.id);
          changed(entry, 'message.undone');
          return { status: 204 };
        }
        break;
      }
      case 'POST messages/send': {
        for (const entry of tickets.values()) {
          const message = entry.messages.find((candidate) => candidate.id === Number(id));
          if (!message) continue;
          Object.assign(message, { state: 'sent', may_undo: false, send_ms: null });
          changed(entry, 'message.sent');
          return { status: 204 };
        }
        break;
      }
      case 'POST tickets/word': {
        if (!ticket) break;
        const { word, text, alternative_id } = body as WordInput;
        const proposal = ticket.proposals.find((entry) => entry.state === 'open');
        if (proposal) Object.assign(proposal, { state: word === 'not_yet' ? 'refused' : 'accepted', answered_ms: now() });
        for (const alternative of proposal?.alternatives ?? []) alternative.chosen = alternative.id === alternative_id;
        ticket.state = word === 'solved' ? 'resolved' : 'open';
        if (text) add(ticket, { kind: 'call', author_name: ticket.person_name, text });
        changed(ticket, 'word.recorded');
        return { status: 201, body: { message_id: null, version: ticket.version, confirmed: true } };
      }
      case 'POST tickets/copies': {
        if (!ticket) break;
        const { cc } = body as { cc: Address[] };
        const told = (kind: string, { address }: Address) => ticket.events.push({ seq: ++seq, at_ms: now(), kind, actor_name: me.name, other_name: address, text: '' });
        for (const one of cc) if (!ticket.cc.some(({ address }) => address === one.address)) told('copy.added', one);
        for (const one of ticket.cc) if (!cc.some(({ address }) => address === one.address)) told('copy.removed', one);
        ticket.named = ticket.named.filter((one) => !cc.some(({ address }) => address === one.address));
        ticket.cc = cc;
        changed(ticket, 'copy.added');
        return { status: 204 };
      }
      case 'POST tickets/spam': {
        if (!ticket) break;
        const what = parts[3] ?? '';
        const kind = what === 'agree' ? 'ticket.spam' : what === 'undo' ? 'spam.withdrawn' : 'spam.asked';
        ticket.events.push({ seq: ++seq, at_ms: now(), kind, actor_name: me.name, other_name: null, text: '' });
        ticket.state = what === 'agree' ? 'spam' : 'open';
        changed(ticket, kind);
        return { status: 200, body: { state: what === 'agree' ? 'spam' : what === 'undo' ? 'none' : 'asked', version: ticket.version, asked_by_name: me.name, agreed_by_name: null } };
      }
      case 'GET mailboxes': return { status: 200, body: { mailboxes, now_ms: now() } };
      case 'POST mailboxes/pause':
      case 'POST mailboxes/resume': {
        const mailbox = mailboxes.find((one) => one.id === Number(id));
        if (!mailbox) break;
        mailbox.paused_ms = route.endsWith('pause') ? now() : null;
        changed(null, 'mailbox.paused');
        return { status: 204 };
      }
      case 'GET sessions': return { status: 200, body: { sessions: mySessions } };
      case 'DELETE sessions': {
        mySessions = mySessions.filter((one) => one.id !== Number(id));
        return { status: 204 };
      }
      case 'POST me/signature': return { status: 204 };
      case 'GET quarantine': {
        if (id) return { status: 200, body: quarantined.find((mail) => mail.id === Number(id)) };
        const waiting = quarantined.filter((mail) => mail.state === 'waiting');
        return { status: 200, body: { mails: query.get('state') === 'waiting' ? waiting : quarantined, next: null, more: false, waiting: waiting.length } };
      }
      case 'POST quarantine': for (const mail of quarantined) if (mail.state === 'waiting') mail.state = 'left'; return { status: 204 };
      case 'POST quarantine/release': case 'POST quarantine/leave': {
        const mail = quarantined.find((entry) => entry.id === Number(id));
        if (!mail) break;
        Object.assign(mail, { state: sub === 'leave' ? 'left' : 'released', ticket_id: sub === 'leave' ? null : 21, number: 4821, looked_by_name: me.name, looked_ms: now() });
        changed(null, `quarantine.${mail.state}`);
        return sub === 'leave' ? { status: 204 } : { status: 200, body: { ticket_id: 21, number: 4821, owner_id: 1, owner_name: me.name } };
      }
      case 'POST promises/keep': {
        for (const entry of tickets.values()) {
          const found = entry.promises.find((promise) => promise.id === Number(id));
          if (!found) continue;
          Object.assign(found, { state: 'kept', closed_ms: now() });
          changed(entry, 'promise.kept');
          return { status: 200, body: found };
        }
        break;
      }
    }
    return { status: 404, body: { key: 'not.found', title: 'Not found', detail: 'Nothing is here.' } };
  }

  async function api(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    const bytes = Buffer.concat((await request.toArray()) as Buffer[]);
    const text = String(bytes);
    const json = (status: number, body?: unknown): void => void response.writeHead(status, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' }).end(body === undefined ? '' : JSON.stringify(body));
    const token = /buckstop=(\w+)/.exec(request.headers.cookie ?? '')?.[1] ?? '';
    const parts = url.pathname.slice('/api/v1/'.length).split('/');
    if (parts[0] === 'session' && request.method === 'POST') {
      const { password } = JSON.parse(text) as { password: string };
      if (password !== 'spokes') return json(401, { key: 'session.wrong', title: 'Wrong', detail: 'Wrong.' });
      const fresh = String(++nextId);
      sessions.add(fresh);
      response.setHeader('Set-Cookie', `buckstop=${fresh}; HttpOnly; SameSite=Strict; Path=/`);
      return json(200, { ...me, presence, language, now_ms: now() });
    }
    if (!sessions.has(token)) return json(401, { key: 'session.none', title: 'Signed out', detail: 'Sign in.' });
    if (parts[0] === 'session') {
      if (request.method === 'DELETE') sessions.delete(token);
      return request.method === 'DELETE' ? json(204) : json(200, { ...me, presence, language, now_ms: now() });
    }
    if (parts[0] === 'events') {
      response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' }).write(': here\n\n');
      streams.add(response);
      response.on('close', () => streams.delete(response));
      return;
    }
    if (parts[0] === 'messages' && parts[2] === 'html') {
      response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8', 'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'", 'Cross-Origin-Embedder-Policy': 'require-corp', 'Cross-Origin-Resource-Policy': 'same-origin' });
      response.end('<!doctype html><title>Message</title><body><p style="font-family:sans-serif">Hello, on this morning’s training ride the rear hub split.</p>');
      return;
    }
    if (parts[0] === 'pictures') {
      const shown = pictures.get(Number(parts[1]));
      response.writeHead(shown ? 200 : 404, { 'Content-Type': 'image/png', 'Cross-Origin-Resource-Policy': 'same-origin' }).end(shown ?? '');
      return;
    }
    if (parts[0] === 'uploads') {
      const isPng = bytes.subarray(1, 4).toString() === 'PNG';
      const file: Attachment = { id: ++nextId, name: url.searchParams.get('name') ?? '', type: isPng ? 'image/png' : 'application/octet-stream', size: bytes.length, inline: false, cid: null };
      if (refuseUploads) return json(413, { key: 'upload.too_large', title: 'Too large', detail: 'This file is too large.' });
      uploads.set(file.id, file);
      pictures.set(file.id, bytes);
      return json(201, file);
    }
    const { status, body } = answer(request.method ?? 'GET', parts, url.searchParams, (text ? JSON.parse(text) : {}) as never);
    json(status, body);
  }

  async function file(response: ServerResponse, path: string): Promise<void> {
    const name = extname(path) === '' ? 'index.html' : normalize(path).replace(/^\/+/, '');
    const bytes = await readFile(join(DIST, name)).catch(() => null);
    response.writeHead(bytes ? 200 : 404, {
      'Content-Type': TYPES[extname(name)] ?? 'application/octet-stream', 'Content-Security-Policy': POLICY, 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp',
      'Cross-Origin-Resource-Policy': 'same-origin', 'X-Content-Type-Options': 'nosniff', 'Referrer-Policy': 'no-referrer',
    }).end(bytes ?? '');
  }

  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://mock');
    void (url.pathname.startsWith('/api/') ? api(request, response, url) : file(response, url.pathname)).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : port}`,
    close: () => new Promise((resolve) => { for (const stream of streams) stream.destroy(); server.close(() => resolve()); server.closeAllConnections(); }),
    arrive(id, text) {
      const ticket = tickets.get(id);
      if (!ticket) return;
      for (const message of ticket.messages) message.overtaken = message.state === 'waiting' && (message.send_ms ?? 0) > now() + 60_000;
      add(ticket, { text });
      const row = rows.find((entry) => entry.id === id);
      if (row) Object.assign(row, { unread: true, mail_trouble: ticket.messages.some((message) => message.overtaken) ? 'held' : null });
      changed(ticket, 'message.received');
    },
    move(id, bucket) {
      const row = rows.find((entry) => entry.id === id);
      if (row) row.bucket = bucket;
      changed(tickets.get(id) ?? null, 'ticket.changed');
    },
    speak: (spoken) => void (language = spoken),
    refuseUploads: (yes) => void (refuseUploads = yes),
    signOutAll: () => sessions.clear(),
  };
}

if (import.meta.main) console.log(`${(await startMock(Number(process.argv[2] ?? 8081))).url}  ${me.email}  spokes`);
