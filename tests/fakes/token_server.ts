// An OAuth 2 token endpoint that tests script: it notes what it was asked and answers as it is told.

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export type TokenAnswer = { status: number; body: unknown } | 'silence';

export class TokenServer {
  /** The forms that were posted, oldest first. */
  readonly asked: URLSearchParams[] = [];
  /** Called for each; the usual answer is a new access token for an hour. */
  answer: (form: URLSearchParams, nth: number) => TokenAnswer = (_, nth) => ({ status: 200, body: { token_type: 'Bearer', access_token: `access-${nth}`, expires_in: 3600, ext_expires_in: 3600 } });
  private server: Server | undefined;

  async start(): Promise<void> {
    this.server = createServer((request, response) => {
      let text = '';
      request.setEncoding('utf8').on('data', (piece: string) => (text += piece));
      request.on('end', () => {
        const form = new URLSearchParams(text);
        this.asked.push(form);
        const answer = this.answer(form, this.asked.length);
        if (answer === 'silence') return;
        response.writeHead(answer.status, { 'content-type': 'application/json' }).end(typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body));
      });
    });
    await new Promise<void>((resolve) => this.server!.listen(0, '127.0.0.1', resolve));
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server!.address() as AddressInfo).port}/token`;
  }

  end(): void {
    this.server?.closeAllConnections();
    this.server?.close();
  }
}
