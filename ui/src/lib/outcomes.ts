/* What became of the offers that a colleague made: told once, wherever they are by then. */
import type { DeskRow } from '../api.gen.ts';
import { words as w } from '../words/index.ts';
import { api } from './api.ts';
import { firstName } from './people.ts';
import { session } from './session.svelte.ts';
import { toasts } from './toasts.svelte.ts';

/* A row that was offered BEFORE and is not AFTER was accepted, declined or withdrawn, or the offer ended. */
export function tellOutcomes(before: DeskRow[], after: DeskRow[]): void {
  const offered = new Set(after.filter((row) => row.offered_to).map((row) => row.id));
  for (const row of before) if (row.offered_to && !offered.has(row.id)) void tell(row);
}

async function tell(row: DeskRow): Promise<void> {
  const ticket = await api.ticket(row.id).catch(() => null);
  const offer = ticket?.handovers
    .filter((handover) => handover.from_id === session.me?.id && handover.answered_ms !== null)
    .toSorted((a, b) => (b.answered_ms ?? 0) - (a.answered_ms ?? 0))[0];
  if (!offer) return;
  const name = firstName(offer.to_name);
  if (offer.state === 'accepted') toasts.add('news', w.live.accepted(name, firstName(row.person_name)));
  else if (offer.state === 'declined') toasts.add('news', w.live.declined(name, offer.answer_text));
  else if (offer.state === 'expired') toasts.add('news', w.live.expired(name));
}
