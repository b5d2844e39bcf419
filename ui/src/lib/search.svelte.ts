/* What the search box finds: problems, colleagues, and what can be done from here. */
import type { Colleague, TicketRow } from '../api.gen.ts';
import { words as w } from '../words/index.ts';
import { api } from './api.ts';
import { overlays } from './overlays.svelte.ts';
import { firstName } from './people.ts';
import { prefs } from './prefs.svelte.ts';
import { type Intent, route, ticketPath } from './route.svelte.ts';
import { session } from './session.svelte.ts';

const SEARCH_AFTER_MS = 120;
const MOST = 8;
/* Words and what is between them. */
const BEFORE_HIT = 12;

export interface Action { name: string; keys: string; run: () => void }
export type Entry =
  | { kind: 'ticket'; key: string; ticket: TicketRow }
  | { kind: 'colleague'; key: string; colleague: Colleague }
  | { kind: 'action'; key: string; action: Action };

const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

function actions(): { heading: string; list: Action[] } {
  const ticket = overlays.current;
  const at = (intent: Intent) => () => {
    if (ticket) route.go(ticketPath(ticket.id), intent);
  };
  const here: Action[] = [];
  if (ticket?.may_reply) {
    here.push({ name: w.search.reply, keys: 'R', run: at('reply') }, { name: w.search.note, keys: 'N', run: at('note') }, { name: w.search.promise, keys: 'P', run: at('promise') });
  }
  if (ticket?.may_propose) here.push({ name: w.search.propose, keys: 'S', run: at('propose') }, { name: w.search.refuse, keys: 'X', run: at('refuse') });
  if (ticket?.may_record_word) here.push({ name: w.search.word, keys: 'L', run: at('word') });
  if (ticket?.may_hand_over) here.push({ name: w.search.handOver, keys: 'H', run: at('hand-over') });
  const dark = document.documentElement.dataset.theme === 'dark' || (prefs.theme === 'system' && matchMedia('(prefers-color-scheme: dark)').matches);
  const always: Action[] = [
    { name: w.search.goDesk, keys: 'U', run: () => route.go('/desk') },
    ...(session.me?.may_quarantine ? [{ name: w.search.goQuarantine, keys: '', run: () => route.go('/quarantine') }] : []),
    { name: w.search.writeDown, keys: 'C', run: () => (overlays.writeDown = true) },
    { name: w.search.keys, keys: '?', run: () => (overlays.keys = true) },
    { name: dark ? w.search.light : w.search.dark, keys: '', run: () => prefs.setTheme(dark ? 'light' : 'dark') },
  ];
  return { heading: ticket && here.length > 0 ? w.search.doFor(firstName(ticket.person_name)) : w.search.do, list: [...here, ...always] };
}

export interface Hit { text: string; hit: boolean }

/* TEXT with what was searched for set apart, from shortly before its first place. Accents and case are the same to the search. */
export function hitsIn(text: string, query: string): Hit[] {
  const words = plain(query).split(/[^\p{L}\p{N}]+/u).filter((word) => word.length > 1);
  const parts = text.replace(/\s+/g, ' ').trim().split(/([\p{L}\p{N}\p{M}]+)/u).filter((part) => part !== '');
  const pieces = parts.map((part): Hit => ({ text: part, hit: words.some((word) => plain(part).startsWith(word)) }));
  const first = pieces.findIndex((piece) => piece.hit);
  const from = first > BEFORE_HIT ? first - BEFORE_HIT : 0;
  return from > 0 ? [{ text: '… ', hit: false }, ...pieces.slice(from)] : pieces;
}

export class Search {
  query = $state('');
  tickets = $state.raw<TicketRow[]>([]);
  colleagues = $state.raw<Colleague[]>([]);
  state = $state<'idle' | 'searching' | 'done' | 'failed'>('idle');
  owner = $state.raw<Colleague | null>(null);
  #all: Colleague[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #count = 0;

  readonly doing = actions();

  get matchingActions(): Action[] {
    const wanted = plain(this.query.trim());
    return this.doing.list.filter((action) => plain(action.name).includes(wanted));
  }

  get entries(): Entry[] {
    return [
      ...this.tickets.map((ticket): Entry => ({ kind: 'ticket', key: `t${ticket.id}`, ticket })),
      ...this.colleagues.map((colleague): Entry => ({ kind: 'colleague', key: `c${colleague.id}`, colleague })),
      ...this.matchingActions.map((action): Entry => ({ kind: 'action', key: `a${action.name}`, action })),
    ];
  }

  async start(): Promise<void> {
    this.#all = (await api.colleagues().catch(() => ({ colleagues: [] }))).colleagues;
    this.#matchColleagues();
  }

  type(text: string): void {
    this.query = text;
    this.owner = null;
    this.#matchColleagues();
    clearTimeout(this.#timer);
    if (text.trim() === '') {
      this.#count++;
      this.tickets = [];
      this.state = 'idle';
      return;
    }
    this.state = 'searching';
    this.#timer = setTimeout(() => void this.#run(() => api.search(text.trim(), MOST)), SEARCH_AFTER_MS);
  }

  showOwnedBy(colleague: Colleague): void {
    this.query = '';
    this.owner = colleague;
    this.colleagues = [];
    void this.#run(() => api.ownedBy(colleague.id, MOST));
  }

  #matchColleagues(): void {
    const wanted = plain(this.query.trim());
    this.colleagues = wanted === '' ? [] : this.#all.filter((colleague) => colleague.active && plain(`${colleague.name} ${colleague.about}`).includes(wanted)).slice(0, 4);
  }

  async #run(ask: () => Promise<{ tickets: TicketRow[] }>): Promise<void> {
    const count = ++this.#count;
    try {
      const page = await ask();
      if (count !== this.#count) return;
      this.tickets = page.tickets;
      this.state = 'done';
    } catch {
      if (count === this.#count) this.state = 'failed';
    }
  }
}

