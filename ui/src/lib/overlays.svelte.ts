/* The dialogs that any screen may open. */
import type { Ticket } from '../api.gen.ts';

class Overlays {
  search = $state(false);
  keys = $state(false);
  writeDown = $state(false);
  /* The ticket to be offered to a colleague. */
  handover = $state<{ ticket: number; version: number | null; subject: string; person: string } | null>(null);
  /* The ticket on the screen, for what the search box can do with it. */
  current = $state.raw<Ticket | null>(null);
}

export const overlays = new Overlays();
