/* One ticket on the screen, kept as it is on the server. */
import type { Event as Event_, Message, Ticket } from '../api.gen.ts';
import { promiseText } from './owed.ts';
import { api, Problem } from './api.ts';
import { clock } from './clock.svelte.ts';
import { deskState } from './desk.svelte.ts';
import { gathered, live } from './live.svelte.ts';
import { type EventLine, eventLine, promiseLine } from './events.ts';

const RELOAD_PAUSE_MS = 250;

export type TimelineItem =
  | { kind: 'message'; key: string; at: number; message: Message }
  | { kind: 'event'; key: string; at: number; line: EventLine };

export class TicketState {
  id: number;
  ticket = $state.raw<Ticket | null>(null);
  failed = $state<Problem | null>(null);
  #seenMessages = -1;

  reload = gathered(() => this.load(), RELOAD_PAUSE_MS);

  constructor(id: number) {
    this.id = id;
  }

  /* Loads, and keeps up with the changes until the returned function is called. */
  open(): () => void {
    void this.load();
    const stop = live.listen((change) => {
      if (change === 'reload' || change.ticket === this.id) this.reload();
    });
    const onVisible = (): void => this.#markSeen();
    document.addEventListener('visibilitychange', onVisible);
    return () => {
      stop();
      document.removeEventListener('visibilitychange', onVisible);
    };
  }

  async load(): Promise<void> {
    try {
      const ticket = await api.ticket(this.id);
      clock.sync(ticket.now_ms);
      this.ticket = ticket;
      this.failed = null;
      this.#markSeen();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      /* What is on the screen stays there while the server can't be reached. */
      if (error.status === 404 || error.status === 403) this.ticket = null;
      this.failed = error;
    }
  }

  /* A message counts as seen when its reader's window is in front. */
  #markSeen(): void {
    const count = this.ticket?.messages.length ?? 0;
    if (document.visibilityState !== 'visible' || count === this.#seenMessages || !this.ticket) return;
    this.#seenMessages = count;
    void api.seen(this.id).then(() => deskState.reload()).catch(() => undefined);
  }
}

export function timelineOf(ticket: Ticket): TimelineItem[] {
  const messages: TimelineItem[] = ticket.messages
    .filter((message) => message.state !== 'undone')
    .map((message) => ({ kind: 'message', key: `m${message.id}`, at: message.at_ms, message }));
  const accepted = new Set(ticket.events.filter((event) => event.kind === 'handover.accepted').map((event) => event.at_ms));
  /* Any answer keeps a standing promise: the answer itself says so. */
  const standing = new Set(ticket.promises.filter((promise) => promise.kind !== 'stated').map((promise) => promise.text));
  const named = new Map(ticket.promises.map((promise) => [promise.text, promiseText(promise)]));
  const promised: TimelineItem[] = ticket.promises
    .filter((promise) => promise.kind === 'stated')
    .map((promise) => ({ kind: 'event', key: `p${promise.id}`, at: promise.made_ms, line: promiseLine(promise) }));
  const events: TimelineItem[] = ticket.events
    .filter((event) => event.kind !== 'owner.moved' || !accepted.has(event.at_ms))
    .filter((event) => event.kind !== 'ticket.acknowledged' || event.at_ms === ticket.acknowledged_ms)
    .filter((event) => (event.kind !== 'promise.kept' && event.kind !== 'promise.released') || !standing.has(event.text))
    .map((event: Event_) => ({ event, line: eventLine(event.kind.startsWith('promise.') ? { ...event, text: named.get(event.text) ?? event.text } : event) }))
    .filter((entry): entry is { event: Event_; line: EventLine } => entry.line !== null)
    .map(({ event, line }) => ({ kind: 'event', key: `e${event.seq}`, at: event.at_ms, line }));
  /* At one moment the message comes before what followed from it. */
  return [...messages, ...promised, ...events].sort((a, b) => a.at - b.at || (a.kind === b.kind ? 0 : a.kind === 'message' ? -1 : 1));
}
