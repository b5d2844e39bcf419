/* How a row of the desk says when something is owed. Amber and red touch the time only, never the row. */
import type { DeskRow, Promise as Promise_ } from '../api.gen.ts';
import { words as w } from '../words/index.ts';
import { capital } from './people.ts';
import { dayName, daysAway, span, ticking, timeOfDay, whenParts } from './time.ts';

export type Tone = '' | 'due' | 'broken';
export interface Owed { main: string; small: string; tone: Tone }

const SOON_MS = 60 * 60_000;
const AMBER_SHARE = 2 / 3;

/* A new person waits: the time since they wrote ticks, amber from two thirds of what was promised. */
function waiting(row: DeskRow, now: number): Owed {
  const since = row.customer_wrote_ms ?? row.created_ms;
  const due = row.next_due_ms;
  const tone: Tone = due === null ? '' : now > due ? 'broken' : now - since > (due - since) * AMBER_SHARE ? 'due' : '';
  return { main: ticking(now - since), small: w.desk.waits, tone };
}

export function owed(row: DeskRow, now: number): Owed {
  if (row.bucket === 'acknowledge') return waiting(row, now);
  const due = row.next_due_ms;
  if (due === null) return { main: '–', small: '', tone: '' };
  const isOurs = row.bucket !== 'customer';
  if (due < now) return { main: span(now - due, true), small: w.desk.late, tone: isOurs ? 'broken' : 'due' };
  if (daysAway(due, now) !== 0) return { main: dayName(due, now), small: timeOfDay(due), tone: '' };
  if (!isOurs) return { main: capital(w.time.today), small: timeOfDay(due), tone: '' };
  return { main: timeOfDay(due), small: w.time.in(span(due - now, true)), tone: due - now < SOON_MS ? 'due' : '' };
}

/* What is owed, as a colleague reads it: what somebody stated in their words, all else in the colleague's language and not in
   the customer's. */
export function owedText(kind: string | null, text: string | null): string {
  if (kind === 'stated' && text) return capital(text);
  return (kind && w.desk.kinds[kind]) || capital(text ?? '');
}

export function nextText(row: DeskRow, now: number): string {
  if (row.next_kind === 'acknowledgement' && row.next_due_ms !== null) {
    const [day, time] = whenParts(row.next_due_ms, now);
    return w.desk.answerBy(day === w.time.today ? time : `${day} ${time}`);
  }
  return owedText(row.next_kind, row.next_text) || w.desk.nothingOwed;
}

/* What a promise is called: what was stated, or what the team's rule owes. */
export const promiseText = (promise: Promise_): string => (promise.kind === 'stated' ? promise.text : w.contract.standing[promise.kind] || promise.text);
