// The stream of changes as a browser hears it.

import type { Session } from './session.ts';

export interface Heard {
  id: string;
  event: string;
  data: any;
}

export class EventStream implements AsyncIterable<Heard> {
  readonly status: number;
  readonly headers: Headers;
  private readonly response: Response;
  private readonly ending = new AbortController();

  private constructor(response: Response, ending: AbortController) {
    this.response = response;
    this.status = response.status;
    this.headers = response.headers;
    this.ending = ending;
  }

  static async open(session: Session, query = '', more: Record<string, string> = {}): Promise<EventStream> {
    const ending = new AbortController();
    const response = await fetch(`${session.url}/api/v1/events${query}`, { headers: { cookie: session.cookie, ...more }, signal: ending.signal });
    return new EventStream(response, ending);
  }

  /** Ends when the server ends the stream, or after close(). */
  async *[Symbol.asyncIterator](): AsyncIterator<Heard> {
    const decoder = new TextDecoder();
    let text = '';
    try {
      for await (const piece of this.response.body!) {
        text += decoder.decode(piece, { stream: true });
        for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
          const heard = parse(text.slice(0, end));
          text = text.slice(end + 2);
          if (heard) yield heard;
        }
      }
    } catch (error) {
      if (!this.ending.signal.aborted) throw error;
    }
  }

  /** The next event that FITS; the ones before it are thrown away. */
  async next(fits: (heard: Heard) => boolean = () => true): Promise<Heard> {
    this.iterator ??= this[Symbol.asyncIterator]();
    for (;;) {
      const { value, done } = await this.iterator.next();
      if (done) throw new Error('the stream ended');
      if (fits(value)) return value;
    }
  }
  private iterator: AsyncIterator<Heard> | undefined;

  close(): void {
    this.ending.abort();
  }
}

function parse(block: string): Heard | undefined {
  const heard: Heard = { id: '', event: 'message', data: undefined };
  for (const line of block.split('\n')) {
    if (line.startsWith('id: ')) heard.id = line.slice(4);
    if (line.startsWith('event: ')) heard.event = line.slice(7);
    if (line.startsWith('data: ')) heard.data = JSON.parse(line.slice(6));
  }
  return heard.data === undefined ? undefined : heard;
}
