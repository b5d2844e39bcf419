/* The dialogs that any screen may open. */
import type { Ticket } from '../api.gen.ts';

/* A problem that is to be offered. VERSION null: not read yet. */
export interface HandoverSubject { ticket: number; version: number | null; subject: string; person: string; ownerId: number; ownerName: string }

class Overlays {
  search = $state(false);
  keys = $state(false);
  writeDown = $state(false);
  /* The ticket to be offered to a colleague. */
  handover = $state<HandoverSubject | null>(null);
  /* The ticket on the screen, for what the search box can do with it. */
  current = $state.raw<Ticket | null>(null);
}

export const overlays = new Overlays();
