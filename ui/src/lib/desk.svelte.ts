/* My desk: one copy for the screen, the navigation's count and the offers. */
import type { Desk, DeskRow } from '../api.gen.ts';
import { api, Problem } from './api.ts';
import { clock } from './clock.svelte.ts';
import { gathered, live } from './live.svelte.ts';
import { tellOutcomes } from './outcomes.ts';
import { BUCKETS, Places } from './places.svelte.ts';
import { route } from './route.svelte.ts';
import { session } from './session.svelte.ts';

const RELOAD_PAUSE_MS = 400;

class DeskState {
  desk = $state<Desk | null>(null);
  failed = $state<Problem | null>(null);
  /* The row that j and k move. */
  selected = $state<number | null>(null);
  places = new Places((ticket) => route.place.screen === 'desk' && (this.selected === ticket || document.querySelector(`[data-ticket="${ticket}"]:hover`) !== null));

  reload = gathered(() => this.#load(), RELOAD_PAUSE_MS);

  async start(): Promise<void> {
    await this.#load();
    live.listen(() => this.reload());
  }

  row(ticket: number): DeskRow | undefined {
    return this.desk?.rows.find((row) => row.id === ticket);
  }

  /* As they are shown, from the top. */
  get groups(): { bucket: string; rows: DeskRow[] }[] {
    return BUCKETS.map((bucket) => ({ bucket, rows: this.places.rowsOf(bucket, this.desk?.rows ?? []) })).filter((group) => group.rows.length > 0);
  }

  move(step: 1 | -1): void {
    const rows = this.groups.flatMap((group) => group.rows);
    if (rows.length === 0) return;
    const at = rows.findIndex((row) => row.id === this.selected);
    const next = at < 0 ? (step > 0 ? 0 : rows.length - 1) : Math.min(rows.length - 1, Math.max(0, at + step));
    this.selected = rows[next]?.id ?? null;
  }

  async #load(): Promise<void> {
    try {
      const desk = await api.desk();
      clock.sync(desk.now_ms);
      if (this.desk) {
        tellOutcomes(this.desk.rows, desk.rows);
        this.places.follow(this.desk.rows, desk.rows);
      }
      this.desk = desk;
      this.failed = null;
      session.setPresence(desk.presence, desk.presence_until_ms);
      if (this.selected !== null && !desk.rows.some((row) => row.id === this.selected)) this.selected = null;
      live.start(desk.seq);
    } catch (error) {
      if (error instanceof Problem) this.failed = error;
      else throw error;
    }
  }
}

export const deskState = new DeskState();
