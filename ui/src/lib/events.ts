/* The journal's words as lines between the messages. What is not in this table is told elsewhere and shows no line. */
import type { Event_ } from '../api.gen.ts';
import { words as w } from '../words/index.ts';
import { firstName } from './people.ts';

export type EventIcon = 'handover' | 'promise' | 'kept' | 'broken' | 'flag' | 'open' | 'clock' | 'owner';
export interface EventLine { icon: EventIcon; tone: '' | 'c-brass' | 'c-kept' | 'c-broken'; strong: string; text: string }

interface Row { icon: EventIcon; tone?: EventLine['tone']; say: (event: Event_, actor: string, other: string) => [string, string] }

const e = w.events;
const table: Record<string, Row> = {
  'ticket.created': { icon: 'owner', say: (_, __, other) => ['', other ? e.created(other) : ''] },
  'ticket.acknowledged': { icon: 'kept', say: (_, actor) => [actor, e.acknowledged] },
  'owner.moved': { icon: 'handover', say: (_, __, other) => ['', other ? e.ownerMoved(other) : ''] },
  'handover.offered': { icon: 'handover', say: (_, actor, other) => [actor, e.offered(other)] },
  'handover.accepted': { icon: 'handover', say: (_, actor) => [actor, e.accepted] },
  'handover.declined': { icon: 'handover', say: (event, actor) => [actor, event.text ? `${e.declined}: “${event.text}”` : e.declined] },
  'handover.withdrawn': { icon: 'handover', say: (_, actor) => [actor, e.withdrawn] },
  'handover.expired': { icon: 'clock', say: (_, __, other) => ['', e.expired(other)] },
  'promise.made': { icon: 'promise', tone: 'c-brass', say: (event) => (event.text ? [e.promised, event.text] : ['', '']) },
  'promise.kept': { icon: 'kept', tone: 'c-kept', say: (event) => (event.text ? [e.kept, event.text] : ['', '']) },
  'promise.broken': { icon: 'broken', tone: 'c-broken', say: (event) => [e.broken, event.text] },
  'promise.kept_late': { icon: 'kept', say: (event) => [e.keptLate, event.text] },
  'promise.renewed': { icon: 'promise', tone: 'c-brass', say: (event) => [e.renewed, event.text] },
  'proposal.made': { icon: 'flag', say: (_, actor) => [actor, e.proposed] },
  'ticket.resolved': { icon: 'kept', tone: 'c-kept', say: (_, actor) => (actor ? [actor, e.solved] : ['', e.rested]) },
  'ticket.rested': { icon: 'clock', say: () => ['', e.rested] },
  'ticket.reopened': { icon: 'open', say: () => ['', e.reopened] },
  'message.bounced': { icon: 'broken', tone: 'c-broken', say: (event) => [e.bounced, event.text] },
};

export function eventLine(event: Event_): EventLine | null {
  const row = table[event.kind];
  if (!row) return null;
  const [strong, text] = row.say(event, firstName(event.actor_name ?? ''), firstName(event.other_name ?? ''));
  return strong === '' && text === '' ? null : { icon: row.icon, tone: row.tone ?? '', strong, text };
}
