/* One door to the server. A session that has ended asks the colleague to sign in again, in place, and the request goes
   on: nothing entered is lost. */
import type {
  Address, AnswerInput, Attachment, ColleagueList, Desk, Handover, HandoverDraft, HandoverInput, HopView, MailboxStates, Me, OverruleInput, OverruleOutcome, PresenceInput, Promise as Promise_, QuarantineMail, QuarantinePage,
  QuarantineReleased, RenewInput, ReplyInput, ReplyOutcome, SessionList, SignIn, Spam, TextRead, Ticket, TicketCreated, TicketInput, TicketPage, WordInput, WordOutcome,
} from '../api.gen.ts';

/* RFC 9457. `status` 0 means that no answer came. */
export class Problem extends Error {
  status: number;
  key: string;
  field: string;

  constructor(status: number, key: string, text: string, field = '') {
    super(text);
    this.status = status;
    this.key = key;
    this.field = field;
  }
}

let csrf = '';
let signInAgain: (() => Promise<void>) | null = null;

export function useCsrf(token: string): void {
  csrf = token;
}

/* HANDLER resolves once the colleague has signed in again. */
export function onSignedOut(handler: () => Promise<void>): void {
  signInAgain = handler;
}

/* crypto.randomUUID is missing on plain http, which a desk in a local network may use. */
function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function problemFrom(status: number, body: Record<string, unknown>, otherwise: string): Problem {
  const text = (name: string): string => (typeof body[name] === 'string' ? (body[name] as string) : '');
  return new Problem(status, text('key'), text('detail') || text('title') || otherwise, text('field'));
}

async function problemOf(answer: Response): Promise<Problem> {
  return problemFrom(answer.status, (await answer.json().catch(() => ({}))) as Record<string, unknown>, answer.statusText);
}

async function send(method: string, path: string, body: unknown, key: string): Promise<Response> {
  const headers: Record<string, string> = { Accept: 'application/json' };
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  if (method !== 'GET') headers['X-CSRF'] = csrf;
  if (method === 'POST') headers['Idempotency-Key'] = key;
  try {
    return await fetch(`/api/v1${path}`, {
      method,
      headers,
      credentials: 'same-origin',
      body: body === undefined ? null : JSON.stringify(body),
    });
  } catch {
    throw new Problem(0, 'offline', '');
  }
}

async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
  const key = newKey();
  let answer = await send(method, path, body, key);
  if (answer.status === 401 && signInAgain && path !== '/session') {
    await signInAgain();
    answer = await send(method, path, body, key);
  }
  if (!answer.ok) throw await problemOf(answer);
  return (answer.status === 204 ? undefined : await answer.json()) as T;
}

function query(values: Record<string, string | number | undefined>): string {
  const pairs = Object.entries(values).filter(([, value]) => value !== undefined && value !== '');
  return pairs.length === 0 ? '' : `?${new URLSearchParams(pairs.map(([name, value]) => [name, String(value)]))}`;
}

export const api = {
  me: () => call<Me>('GET', '/session'),
  signIn: (input: SignIn) => call<Me>('POST', '/session', input),
  signOut: () => call<void>('DELETE', '/session'),
  sessions: () => call<SessionList>('GET', '/sessions'),
  endSession: (id: number) => call<void>('DELETE', `/sessions/${id}`),
  desk: () => call<Desk>('GET', '/desk'),
  search: (q: string, limit: number) => call<TicketPage>('GET', `/tickets${query({ q, limit })}`),
  ownedBy: (owner: number, limit: number) => call<TicketPage>('GET', `/tickets${query({ owner, state: 'open', limit })}`),
  create: (input: TicketInput) => call<TicketCreated>('POST', '/tickets', input),
  ticket: (id: number) => call<Ticket>('GET', `/tickets/${id}`),
  reply: (id: number, input: ReplyInput) => call<ReplyOutcome>('POST', `/tickets/${id}/messages`, input),
  read: (id: number, text: string) => call<TextRead>('POST', `/tickets/${id}/read`, { text }),
  seen: (id: number) => call<void>('POST', `/tickets/${id}/seen`),
  undo: (message: number) => call<void>('POST', `/messages/${message}/undo`),
  copies: (id: number, cc: Address[]) => call<void>('POST', `/tickets/${id}/copies`, { cc }),
  sendNow: (message: number) => call<void>('POST', `/messages/${message}/send`),
  word: (id: number, input: WordInput) => call<WordOutcome>('POST', `/tickets/${id}/word`, input),
  spam: (id: number, what: '' | '/agree' | '/undo') => call<Spam>('POST', `/tickets/${id}/spam${what}`),
  mailboxes: () => call<MailboxStates>('GET', '/mailboxes'),
  restMailbox: (id: number, rest: boolean) => call<void>('POST', `/mailboxes/${id}/${rest ? 'pause' : 'resume'}`),
  quarantine: (state: string, after: string | null, limit: number) => call<QuarantinePage>('GET', `/quarantine${query({ state, after: after ?? '', limit })}`),
  quarantined: (id: number) => call<QuarantineMail>('GET', `/quarantine/${id}`),
  release: (id: number) => call<QuarantineReleased>('POST', `/quarantine/${id}/release`),
  leave: (id: number) => call<void>('POST', `/quarantine/${id}/leave`),
  leaveUntil: (untilMs: number) => call<void>('POST', '/quarantine/leave', { until_ms: untilMs }),
  handoverDraft: (id: number) => call<HandoverDraft>('GET', `/tickets/${id}/handover`),
  offer: (id: number, input: HandoverInput) => call<Handover>('POST', `/tickets/${id}/handover`, input),
  askHop: (id: number, text: string) => call<HopView>('POST', `/tickets/${id}/handover/ask`, { text }),
  allowHop: (id: number) => call<HopView>('POST', `/tickets/${id}/handover/allow`, { text: '' }),
  accept: (id: number) => call<Handover>('POST', `/handovers/${id}/accept`),
  decline: (id: number, input: AnswerInput) => call<Handover>('POST', `/handovers/${id}/decline`, input),
  giveBack: (id: number) => call<Handover>('POST', `/handovers/${id}/return`),
  overrule: (id: number, input: OverruleInput) => call<OverruleOutcome>('POST', `/tickets/${id}/overrule`, input),
  withdraw: (id: number) => call<Handover>('POST', `/handovers/${id}/withdraw`),
  keep: (promise: number) => call<Promise_>('POST', `/promises/${promise}/keep`),
  renew: (promise: number, input: RenewInput) => call<Promise_>('POST', `/promises/${promise}/renew`, input),
  colleagues: () => call<ColleagueList>('GET', '/colleagues'),
  signature: (text: string) => call<void>('POST', '/me/signature', { text }),
  presence: (input: PresenceInput) => call<void>('POST', '/me/presence', input),
};

function uploadOnce(file: Blob, name: string, key: string, signal: AbortSignal, onShare: (share: number) => void): Promise<Attachment> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const offline = (): void => reject(new Problem(0, 'offline', ''));
    request.open('POST', `/api/v1/uploads${query({ name })}`);
    request.responseType = 'json';
    for (const [header, value] of [['Content-Type', 'application/octet-stream'], ['Accept', 'application/json'], ['X-CSRF', csrf], ['Idempotency-Key', key]] as const) request.setRequestHeader(header, value);
    request.upload.addEventListener('progress', (event) => onShare(event.total > 0 ? event.loaded / event.total : 0));
    request.addEventListener('error', offline);
    request.addEventListener('abort', offline);
    request.addEventListener('load', () => {
      if (request.status === 201) resolve(request.response as Attachment);
      else reject(problemFrom(request.status, (request.response ?? {}) as Record<string, unknown>, request.statusText));
    });
    signal.addEventListener('abort', () => request.abort());
    request.send(file);
  });
}

/* Puts in a file for an answer or note; ONSHARE is told how much has gone, 0 … 1 (fetch can't tell that). */
export async function upload(file: Blob, name: string, signal: AbortSignal, onShare: (share: number) => void): Promise<Attachment> {
  const key = newKey();
  try {
    return await uploadOnce(file, name, key, signal, onShare);
  } catch (error) {
    if (!(error instanceof Problem) || error.status !== 401 || !signInAgain) throw error;
    await signInAgain();
    return uploadOnce(file, name, key, signal, onShare);
  }
}

/* How many pictures of others were not loaded in a mail that is shown as it was sent. One in two places is one. */
export async function remotePictures(message: number): Promise<number> {
  const page = await fetch(links.messageHtml(message, false), { credentials: 'same-origin' }).then((answer) => answer.text()).catch(() => '');
  return new Set(Array.from(page.matchAll(/ data-(?:src|background)="([^"]*)"/g), ([, address]) => address)).size;
}

export const links = {
  messageHtml: (id: number, images: boolean) => `/api/v1/messages/${id}/html${images ? '?images=1' : ''}`,
  messageRaw: (id: number) => `/api/v1/messages/${id}/raw`,
  attachment: (id: number) => `/api/v1/attachments/${id}`,
  picture: (id: number) => `/api/v1/pictures/${id}`,
  events: (after: number | null) => `/api/v1/events${after === null ? '' : `?after=${after}`}`,
};
