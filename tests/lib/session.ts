// A signed-in colleague over the API.

export interface Answer {
  status: number;
  headers: Headers;
  /** The body as JSON where it is JSON, else as text. */
  body: any;
}

async function read(response: Response): Promise<Answer> {
  const text = await response.text();
  const json = /json/.test(response.headers.get('content-type') ?? '');
  return { status: response.status, headers: response.headers, body: json && text ? JSON.parse(text) : text };
}

export class Session {
  readonly url: string;
  readonly cookie: string;
  readonly me: any;

  constructor(url: string, cookie: string, me: any) {
    this.url = url;
    this.cookie = cookie;
    this.me = me;
  }

  get headers(): Record<string, string> {
    return { cookie: this.cookie, 'x-csrf': this.me.csrf };
  }

  async ask(method: string, path: string, body?: unknown, more: Record<string, string> = {}): Promise<Answer> {
    const headers: Record<string, string> = { ...this.headers, ...more };
    if (body !== undefined && !headers['content-type']) headers['content-type'] = 'application/json';
    const sent = body === undefined || typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body);
    return read(await fetch(this.url + path, { method, headers, body: sent as RequestInit['body'], redirect: 'manual' }));
  }

  get(path: string, more?: Record<string, string>): Promise<Answer> {
    return this.ask('GET', path, undefined, more);
  }

  post(path: string, body?: unknown, more?: Record<string, string>): Promise<Answer> {
    return this.ask('POST', path, body, more);
  }
}

/** A call without a session. */
export async function ask(url: string, method: string, path: string, body?: string, headers: Record<string, string> = {}): Promise<Answer> {
  return read(await fetch(url + path, { method, headers, body, redirect: 'manual' }));
}

export async function signIn(url: string, email: string, password: string): Promise<Session> {
  const response = await fetch(`${url}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password }),
  });
  const answer = await read(response);
  if (answer.status !== 200) throw new Error(`${email} could not sign in: ${answer.status} ${JSON.stringify(answer.body)}`);
  const cookie = response.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  return new Session(url, cookie, answer.body);
}
