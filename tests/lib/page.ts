// A customer with the private link, without JavaScript: forms and redirects.

export interface Shown {
  status: number;
  headers: Headers;
  html: string;
}

/** Quoted-printable and base64 bodies of a mail as text, enough to find a link or a code. */
export function mailText(mail: string): string {
  return mail
    .split(/\r?\n\r?\n/)
    .map((part, index, parts) => {
      const head = parts[index - 1] ?? '';
      if (/content-transfer-encoding: base64/i.test(head)) return Buffer.from(part, 'base64').toString();
      return part;
    })
    .join('\n\n')
    .replace(/=\r?\n/g, '')
    .replace(/(=[0-9A-F]{2})+/g, (bytes) => Buffer.from(bytes.replaceAll('=', ''), 'hex').toString());
}

export function linkIn(mail: string): string | undefined {
  return /https?:\/\/[^\s"<>]+\/p\/[a-z2-7]{52}/.exec(mailText(mail))?.[0];
}

export class CustomerPage {
  readonly url: string;
  private readonly always: Record<string, string>;
  private readonly cookies = new Map<string, string>();

  /** ALWAYS: headers of this customer's browser. */
  constructor(url: string, always: Record<string, string> = {}) {
    this.url = url;
    this.always = always;
  }

  private headers(more: Record<string, string> = {}): Record<string, string> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    return { ...this.always, ...(cookie ? { cookie } : {}), ...more };
  }

  private async read(response: Response): Promise<Shown> {
    for (const cookie of response.headers.getSetCookie()) {
      const [name, value] = cookie.split(';')[0]!.split('=');
      this.cookies.set(name!, value!);
    }
    return { status: response.status, headers: response.headers, html: await response.text() };
  }

  async show(query = ''): Promise<Shown> {
    return this.read(await fetch(this.url + query, { headers: this.headers(), redirect: 'manual' }));
  }

  /** Sends a form of the page and, as a browser does, follows the redirect. */
  async send(form: string, fields: Record<string, string> = {}, more: Record<string, string> = {}): Promise<Shown> {
    const headers = this.headers({ 'content-type': 'application/x-www-form-urlencoded', origin: new URL(this.url).origin, 'sec-fetch-site': 'same-origin', ...more });
    const answer = await this.read(await fetch(`${this.url}/${form}`, { method: 'POST', headers, body: new URLSearchParams(fields).toString(), redirect: 'manual' }));
    const next = answer.headers.get('location');
    if (answer.status !== 303 || !next) return answer;
    return this.read(await fetch(new URL(next, this.url), { headers: this.headers(), redirect: 'manual' }));
  }
}
