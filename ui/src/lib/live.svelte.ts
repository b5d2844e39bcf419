/* The stream of changes. Screens subscribe; each change names a ticket, or none. After a break the stream goes on where it
   stopped, and where the server cannot tell what was missed it says "reload". */
import type { Change } from '../api.gen.ts';
import { links } from './api.ts';

export type Listener = (change: Change | 'reload') => void;

const RETRY_FIRST_MS = 1000;
const RETRY_LAST_MS = 30_000;

class Live {
  /* Since when nothing can be reached; null while connected. */
  offlineSince = $state<number | null>(null);
  #source: EventSource | null = null;
  #last: number | null = null;
  #retryMs = RETRY_FIRST_MS;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #listeners = new Set<Listener>();

  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /* SEQ is the journal position of what is on the screen. */
  start(seq: number): void {
    this.#last ??= seq;
    if (!this.#source) this.#open();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#source?.close();
    this.#source = null;
  }

  tryNow(): void {
    this.stop();
    this.#open();
  }

  #open(): void {
    const source = new EventSource(links.events(this.#last));
    this.#source = source;
    source.addEventListener('open', () => {
      this.#retryMs = RETRY_FIRST_MS;
      if (this.offlineSince !== null) this.#tell('reload');
      this.offlineSince = null;
    });
    source.addEventListener('change', (event) => {
      const change = JSON.parse((event as MessageEvent<string>).data) as Change;
      this.#last = Math.max(this.#last ?? 0, change.seq);
      this.#tell(change);
    });
    source.addEventListener('reload', (event) => {
      const position = Number((event as MessageEvent<string>).lastEventId);
      if (position > 0) this.#last = position;
      this.#tell('reload');
    });
    /* The browser gives up on an answer that is no stream (signed out, restarting), so the retry is ours. */
    source.addEventListener('error', () => {
      source.close();
      this.#source = null;
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#open(), this.#retryMs);
      this.#retryMs = Math.min(this.#retryMs * 2, RETRY_LAST_MS);
      if (this.offlineSince === null) {
        this.offlineSince = Date.now();
        this.#tell('reload'); /* where the session has ended, this request finds out */
      }
    });
  }

  #tell(change: Change | 'reload'): void {
    for (const listener of this.#listeners) listener(change);
  }
}

export const live = new Live();

/* Runs LOAD now or, while it runs or within PAUSE_MS of its last start, once more afterwards: a burst of changes costs two loads. */
export function gathered(load: () => Promise<void>, pauseMs: number): () => void {
  let running = false;
  let again = false;
  const run = async (): Promise<void> => {
    running = true;
    const pause = new Promise((resolve) => setTimeout(resolve, pauseMs));
    await load().catch(() => undefined);
    await pause;
    running = false;
    if (again) {
      again = false;
      void run();
    }
  };
  return () => {
    if (running) again = true;
    else void run();
  };
}
