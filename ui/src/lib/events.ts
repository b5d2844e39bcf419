/* The journal's words as lines between the messages. What is not in this table is told elsewhere and shows no line. */
import type { Event as Event_, Promise as Promise_ } from '../api.gen.ts';
import { words as w } from '../words/index.ts';
import { capital, firstName } from './people.ts';
import { when } from './time.ts';

export type EventIcon = 'handover' | 'promise' | 'kept' | 'broken' | 'flag' | 'open' | 'clock' | 'owner' | 'person' | 'mail';
export interface EventLine { icon: EventIcon; tone: '' | 'c-brass' | 'c-kept' | 'c-broken'; strong: string; text: string }

interface Row { icon: EventIcon; tone?: EventLine['tone']; say: (event: Event_, actor: string, other: string) => [string, string] }

const e = w.events;
const quoted = (event: Event_): string => (event.text ? `: “${event.text}”` : '');
const table: Record<string, Row> = {
  'ticket.acknowledged': { icon: 'kept', say: (_, actor) => [actor, e.acknowledged] },
  'owner.moved': { icon: 'owner', say: (_, __, other) => ['', other ? e.ownerMoved(other) : ''] },
  'owner.moved.overrule': { icon: 'owner', tone: 'c-brass', say: (event, actor, other) => [actor, e.overruled(other, event.text)] },
  'owner.moved.loan_return': { icon: 'owner', say: (_, actor, other) => [actor, actor ? e.gaveBack(other) : e.loanOver(other)] },
  'handover.offered': { icon: 'handover', say: (_, actor, other) => [actor, e.offered(other)] },
  'handover.accepted': { icon: 'handover', say: (_, actor) => [actor, e.accepted] },
  'handover.declined': { icon: 'handover', say: (event, actor) => [actor, e.declined + quoted(event)] },
  'handover.withdrawn': { icon: 'handover', say: (_, actor) => [actor, e.withdrawn] },
  'handover.expired': { icon: 'clock', say: (_, __, other) => ['', e.expired(other)] },
  'promise.kept': { icon: 'kept', tone: 'c-kept', say: (event) => (event.text ? [e.kept, event.text] : ['', '']) },
  'promise.broken': { icon: 'broken', tone: 'c-broken', say: (event) => (event.text ? [e.broken, event.text] : ['', '']) },
  'promise.kept_late': { icon: 'kept', say: (event) => (event.text ? [e.keptLate, event.text] : ['', '']) },
  'proposal.made': { icon: 'flag', say: (event, actor) => [actor, event.text === 'refusal' ? e.refused : e.proposed] },
  'proposal.chosen': { icon: 'kept', tone: 'c-kept', say: (event, actor) => [actor, e.chosen(event.text)] },
  'word.recorded': { icon: 'flag', say: (event, actor) => [actor, e.recorded[event.text] ?? ''] },
  'hop.alarmed': { icon: 'clock', say: () => ['', e.hopAlarmed] },
  'hop.asked': { icon: 'handover', say: (_, actor) => [actor, e.hopAsked] },
  'hop.allowed': { icon: 'handover', say: (_, actor) => [actor, e.hopAllowed] },
  'promise.warned': { icon: 'clock', say: (event) => (event.text ? [e.warned, event.text] : ['', '']) },
  'promise.alarmed': { icon: 'clock', say: (event) => (event.text ? [e.alarmed, event.text] : ['', '']) },
  'proposal.reminded': { icon: 'clock', say: () => ['', e.reminded] },
  'proposal.noticed': { icon: 'clock', say: () => ['', e.noticed] },
  'proposal.refused': { icon: 'open', say: (_, actor) => [actor, e.notYet] },
  'spam.asked': { icon: 'flag', say: (_, actor) => [actor, e.spamAsked] },
  'spam.withdrawn': { icon: 'open', say: (_, actor) => [actor, e.spamWithdrawn] },
  'ticket.spam': { icon: 'flag', say: (_, actor) => [actor, e.spam] },
  'ticket.spam_undone': { icon: 'open', say: (_, actor) => [actor, e.spamUndone] },
  'copy.added': { icon: 'person', say: (event, actor) => (event.other_name ? [actor, e.copyAdded(event.other_name)] : ['', '']) },
  'copy.removed': { icon: 'person', say: (event, actor) => (event.other_name ? [actor, e.copyRemoved(event.other_name)] : ['', '']) },
  'message.held': { icon: 'clock', say: () => ['', e.held] },
  'message.sent_now': { icon: 'mail', say: (_, actor) => [actor, e.sentNow] },
  'message.undone': { icon: 'mail', say: (_, actor) => (actor ? [actor, e.undone] : ['', '']) },
  'message.delivered': { icon: 'mail', say: () => ['', e.delivered] },
  'promise.released': { icon: 'promise', say: (event) => (event.text ? [e.released, event.text] : ['', '']) },
  'proposal.withdrawn': { icon: 'open', say: (_, actor) => (actor ? [actor, e.withdrawnProposal] : ['', '']) },
  'ticket.followed_up': { icon: 'clock', say: () => ['', e.followedUp] },
  'ticket.resolved': { icon: 'kept', tone: 'c-kept', say: (_, actor) => (actor ? [actor, e.solved] : ['', e.rested]) },
  'ticket.reopened': { icon: 'open', say: () => ['', e.reopened] },
};

export function eventLine(event: Event_): EventLine | null {
  const row = table[event.kind];
  if (!row) return null;
  const [strong, text] = row.say(event, firstName(event.actor_name ?? ''), firstName(event.other_name ?? ''));
  return strong === '' && text === '' ? null : { icon: row.icon, tone: row.tone ?? '', strong, text };
}

/* A stated promise has a line where it was made. */
export function promiseLine(promise: Promise_): EventLine {
  return { icon: 'promise', tone: 'c-brass', strong: promise.renewals > 0 ? e.renewed : e.promised, text: e.promisedBy(capital(promise.text), when(promise.due_ms, promise.made_ms)) };
}
