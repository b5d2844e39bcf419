/* The quarantine on the screen: a list, the mail that is read, and how many nobody has looked at. */
import type { QuarantineMail, QuarantineRow } from '../api.gen.ts';
import { words as w } from '../words/index.ts';
import { reasonOf } from './actions.ts';
import { api, Problem } from './api.ts';
import { deskState } from './desk.svelte.ts';
import { gathered, live } from './live.svelte.ts';
import { session } from './session.svelte.ts';
import { toasts } from './toasts.svelte.ts';

const PAGE_ROWS = 50;
const RELOAD_PAUSE_MS = 1000;
export type Filter = 'waiting' | '';

class Quarantine {
  /* For the navigation; null until it is known. */
  waiting = $state<number | null>(null);
  rows = $state<QuarantineRow[] | null>(null);
  filter = $state<Filter>('waiting');
  failed = $state<Problem | null>(null);
  chosen = $state<number | null>(null);
  mail = $state.raw<QuarantineMail | null>(null);
  #next = $state<string | null>(null);

  reload = gathered(() => this.load(), RELOAD_PAUSE_MS);

  get hasMore(): boolean {
    return this.#next !== null;
  }

  /* The count for the navigation, kept up to date until the returned function is called. */
  watch(): () => void {
    if (!session.me?.may_quarantine) return () => undefined;
    this.reload();
    return live.listen((change) => {
      if (change === 'reload' || change.kind.startsWith('quarantine.')) this.reload();
    });
  }

  async load(): Promise<void> {
    try {
      const page = await api.quarantine(this.filter, null, PAGE_ROWS);
      this.rows = page.mails;
      this.#next = page.next;
      this.waiting = page.waiting;
      this.failed = null;
      if (this.chosen !== null && !page.mails.some((row) => row.id === this.chosen)) this.choose(null);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      this.failed = error;
    }
  }

  async more(): Promise<void> {
    if (this.#next === null) return;
    const page = await api.quarantine(this.filter, this.#next, PAGE_ROWS);
    this.rows = [...(this.rows ?? []), ...page.mails];
    this.#next = page.next;
  }

  show(filter: Filter): void {
    this.filter = filter;
    this.rows = null;
    this.choose(null);
    void this.load();
  }

  choose(id: number | null): void {
    this.chosen = id;
    this.mail = null;
    if (id === null) return;
    void api.quarantined(id).then((mail) => {
      if (this.chosen === id) this.mail = mail;
    }).catch((error: unknown) => toasts.error(w.quarantine.loadFailed, reasonOf(error)));
  }

  move(step: 1 | -1): void {
    const rows = this.rows ?? [];
    if (rows.length === 0) return;
    const at = rows.findIndex((row) => row.id === this.chosen);
    const next = at < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, at + step));
    this.choose(rows[next]?.id ?? null);
  }

  async release(id: number): Promise<void> {
    await this.#decide(id, async () => {
      const made = await api.release(id);
      deskState.reload();
      return w.quarantine.released(made.number, made.owner_name);
    });
  }

  async leave(id: number): Promise<void> {
    await this.#decide(id, async () => {
      await api.leave(id);
      return w.quarantine.left;
    });
  }

  /* All that waits, up to the newest that is shown: what came meanwhile was seen by nobody. */
  async leaveAll(): Promise<void> {
    const newest = this.rows?.[0];
    if (!newest) return;
    try {
      await api.leaveUntil(newest.at_ms);
      toasts.ok(w.quarantine.leftAll);
      await this.load();
    } catch (error) {
      toasts.error(w.quarantine.failed, reasonOf(error));
    }
  }

  /* After a decision the next one is on the screen. */
  async #decide(id: number, act: () => Promise<string>): Promise<void> {
    const rows = this.rows ?? [];
    const at = rows.findIndex((row) => row.id === id);
    const next = rows[at + 1]?.id ?? rows[at - 1]?.id ?? null;
    try {
      toasts.ok(await act());
      await this.load();
      if (this.filter === 'waiting') this.choose(next);
      else this.choose(id);
    } catch (error) {
      toasts.error(w.quarantine.failed, reasonOf(error));
      this.reload();
    }
  }
}

export const quarantine = new Quarantine();
