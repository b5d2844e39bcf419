/* Where the rows of the desk stand. A row that changes its group is lit up where it was for a moment and only then moves, and
   never while the pointer or the selection is on it: nobody opens another row than the one they aimed at. */
import { SvelteMap } from 'svelte/reactivity';
import type { DeskRow } from '../api.gen.ts';

export const BUCKETS = ['acknowledge', 'today', 'owed', 'helper', 'customer'];
const STAYS_MS = 600;

interface Place { bucket: string; at: number }

export class Places {
  #held = new SvelteMap<number, Place>();
  #isAimedAt: (ticket: number) => boolean;

  /* ISAIMEDAT: whether the pointer or the selection is on a row now. */
  constructor(isAimedAt: (ticket: number) => boolean) {
    this.#isAimedAt = isAimedAt;
  }

  isMoving(ticket: number): boolean {
    return this.#held.has(ticket);
  }

  /* The rows of a group, in the order in which they are shown. */
  rowsOf(bucket: string, rows: DeskRow[]): DeskRow[] {
    const shown = rows.filter((row) => row.bucket === bucket && !this.#held.has(row.id));
    const held = rows.flatMap((row) => {
      const place = this.#held.get(row.id);
      return place?.bucket === bucket ? [{ row, at: place.at }] : [];
    });
    for (const { row, at } of held.toSorted((a, b) => a.at - b.at)) shown.splice(Math.min(at, shown.length), 0, row);
    return shown;
  }

  /* The desk was BEFORE and is about to be AFTER. */
  follow(before: DeskRow[], after: DeskRow[]): void {
    for (const bucket of BUCKETS) {
      for (const [at, row] of this.rowsOf(bucket, before).entries()) {
        const now = after.find((entry) => entry.id === row.id);
        if (!now || now.bucket === bucket) this.#held.delete(row.id);
        else if (!this.#held.has(row.id)) this.#hold(row.id, { bucket, at });
      }
    }
  }

  #hold(ticket: number, place: Place): void {
    this.#held.set(ticket, place);
    const release = (): void => {
      if (this.#held.get(ticket) !== place) return;
      if (this.#isAimedAt(ticket)) setTimeout(release, STAYS_MS);
      else this.#held.delete(ticket);
    };
    setTimeout(release, STAYS_MS);
  }
}
