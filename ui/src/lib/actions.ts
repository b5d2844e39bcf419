/* What more than one screen can do. Each says what came of it; what failed says what is safe. */
import type { Address, Handover, PresenceInput } from '../api.gen.ts';
import { words as w } from '../words/index.ts';
import { api, Problem } from './api.ts';
import { deskState } from './desk.svelte.ts';
import { firstName } from './people.ts';
import { session } from './session.svelte.ts';
import { toasts } from './toasts.svelte.ts';

export function reasonOf(error: unknown): string {
  if (!(error instanceof Problem)) return w.app.tryAgain;
  return error.status === 0 ? w.app.unreachable : error.message;
}

export async function setPresence(presence: string): Promise<void> {
  const before = session.me;
  session.setPresence(presence, null);
  try {
    await api.presence({ presence: presence as PresenceInput['presence'], until_ms: null });
    toasts.ok(w.presence.saved(w.presence.names[presence] ?? presence));
    deskState.reload();
  } catch (error) {
    if (before) session.setPresence(before.presence, before.presence_until_ms);
    toasts.error(w.presence.failed, reasonOf(error));
  }
}

function offerFailed(error: unknown): void {
  const gone = error instanceof Problem && (error.status === 409 || error.status === 404);
  toasts.error(gone ? w.offer.gone : w.offer.failed, gone ? '' : reasonOf(error));
  deskState.reload();
}

export async function acceptOffer(offer: Handover): Promise<boolean> {
  try {
    await api.accept(offer.id);
    toasts.ok(w.offer.accepted(firstName(offer.person_name)));
    deskState.reload();
    return true;
  } catch (error) {
    offerFailed(error);
    return false;
  }
}

export async function declineOffer(offer: Handover, why: string): Promise<boolean> {
  try {
    await api.decline(offer.id, { text: why });
    toasts.ok(w.offer.declined(firstName(offer.from_name)));
    deskState.reload();
    return true;
  } catch (error) {
    offerFailed(error);
    return false;
  }
}

export async function withdrawOffer(offer: Handover): Promise<void> {
  try {
    await api.withdraw(offer.id);
    toasts.ok(w.ticket.withdrawn);
    deskState.reload();
  } catch (error) {
    offerFailed(error);
  }
}

/* The step is done for which it was lent: it is the lender's again (O3). */
export async function giveBack(loan: Handover): Promise<void> {
  try {
    await api.giveBack(loan.id);
    toasts.ok(w.loan.back(firstName(loan.from_name)));
    deskState.reload();
  } catch (error) {
    toasts.error(w.loan.failed, reasonOf(error));
  }
}

/* Who gets a copy of each answer from now on. */
export async function setCopies(ticket: number, cc: Address[]): Promise<void> {
  try {
    await api.copies(ticket, cc);
  } catch (error) {
    toasts.error(w.copies.failed, reasonOf(error));
  }
}

/* Says that a ticket is spam (WHAT ''), agrees with a colleague who said so, or takes it back (O10). */
export async function judgeSpam(ticket: number, what: '' | '/agree' | '/undo'): Promise<void> {
  try {
    const spam = await api.spam(ticket, what);
    toasts.ok(spam.state === 'spam' ? w.spam.marked : spam.state === 'asked' ? w.spam.asking : w.spam.undone);
    deskState.reload();
  } catch (error) {
    toasts.error(w.spam.failed, reasonOf(error));
  }
}

/* A leader's yes to one more handover of a ticket (O6). */
export async function allowHop(ticket: number): Promise<void> {
  try {
    await api.allowHop(ticket);
    toasts.ok(w.ticket.hopSaid);
  } catch (error) {
    toasts.error(w.ticket.hopFailed, reasonOf(error));
  }
}
