/* Sending an answer, and taking it back until the server lets it go. */
import type { Message, ReplyInput, ReplyOutcome } from '../api.gen.ts';
import { words as w } from '../words/index.ts';
import { reasonOf } from './actions.ts';
import { api, Problem } from './api.ts';
import { clock } from './clock.svelte.ts';
import type { Composer } from './composer.svelte.ts';
import { deskState } from './desk.svelte.ts';
import { type Draft, emptyDraft, saveDraft } from './drafts.ts';
import { byContentId, documentOf, markdownBlocks } from './rich.ts';
import { session } from './session.svelte.ts';
import { when } from './time.ts';
import { toasts } from './toasts.svelte.ts';

export type Sending = 'sent' | 'changed' | 'failed';

interface Undoable { message: number; ticket: number; draft: Draft; untilMs: number; toast: number }

const LATER_MS = 8000;

/* The composers on the screen, by ticket: an answer that is taken back returns to its own. */
const open = new Map<number, Composer>();
let last: Undoable | null = null;

export function composerOpened(composer: Composer): () => void {
  open.set(composer.ticket, composer);
  return () => {
    if (open.get(composer.ticket) === composer) open.delete(composer.ticket);
  };
}

function told(composer: Composer, name: string, draft: Draft, outcome: ReplyOutcome, promisedMs: number | null, sendAtMs: number | null): void {
  if (draft.kind === 'note') {
    toasts.ok(w.composer.noteSaved);
    return;
  }
  const untilMs = outcome.undo_until_ms;
  const goes = promisedMs === null ? w.composer.sent(name) : w.composer.sentPromise(name, when(promisedMs, clock.now));
  const text = sendAtMs === null ? goes : w.later.waits(when(sendAtMs, clock.now));
  if (untilMs === null || untilMs <= clock.now) {
    toasts.ok(text);
    return;
  }
  const undo: Undoable = { message: outcome.id, ticket: composer.ticket, draft, untilMs, toast: 0 };
  const action = { label: w.composer.undo, key: 'Z', run: () => void takeBack(undo) };
  /* What leaves much later is taken back on its card: no toast counts hours. */
  undo.toast = toasts.add('ok', text, sendAtMs === null ? { untilMs, leaveMs: untilMs - clock.now, action } : { action, leaveMs: LATER_MS });
  last = undo;
}

export async function send(composer: Composer, input: ReplyInput, name: string): Promise<Sending> {
  const isNote = composer.draft.kind === 'note';
  composer.sending = true;
  try {
    const outcome = await api.reply(composer.ticket, input);
    const promisedMs = (input.promises ?? []).reduce<number | null>((first, promise) => (first === null || promise.due_ms < first ? promise.due_ms : first), null);
    told(composer, name, composer.sent(), outcome, promisedMs, input.send_at_ms ?? null);
    return 'sent';
  } catch (error) {
    if (error instanceof Problem && error.key === 'ticket.changed') return 'changed';
    const offline = error instanceof Problem && error.status === 0;
    toasts.error(isNote ? w.composer.noteNotSaved : w.composer.notSent(name), offline ? w.composer.offline : `${reasonOf(error)} ${w.composer.safe}`);
    return 'failed';
  } finally {
    composer.sending = false;
  }
}

async function takeBack(undo: Undoable): Promise<void> {
  if (last === undo) last = null;
  try {
    await api.undo(undo.message);
  } catch (error) {
    const late = error instanceof Problem && error.status === 409;
    toasts.error(late ? w.composer.tooLate : w.composer.undoFailed, late ? '' : reasonOf(error));
    return;
  }
  const composer = open.get(undo.ticket);
  if (composer) composer.restore(undo.draft);
  else if (session.me) saveDraft(session.me.id, undo.ticket, undo.draft);
  toasts.ok(w.composer.undone);
  deskState.reload();
}

/* Takes back MESSAGE of TICKET from its own card. The text returns to the draft, unless another answer is begun there. */
export async function takeBackMessage(ticket: number, message: Message): Promise<void> {
  if (last?.message === message.id) {
    toasts.remove(last.toast);
    await takeBack(last);
    return;
  }
  try {
    await api.undo(message.id);
    const composer = open.get(ticket);
    if (composer?.isEmpty) {
      const reply = documentOf(markdownBlocks(message.text), byContentId(message.attachments));
      composer.restore({ ...emptyDraft(), ...composer.draft, kind: 'reply', reply, files: [...composer.draft.files, ...message.attachments] });
    }
    toasts.ok(composer ? w.composer.undone : w.composer.undoneOnly);
  } catch (error) {
    toasts.error(error instanceof Problem && error.status === 409 ? w.composer.tooLate : w.composer.undoFailed);
  }
}

/* What waits, or is stuck, leaves now. */
export async function sendMessageNow(message: number): Promise<void> {
  try {
    await api.sendNow(message);
    toasts.ok(w.later.leaves);
  } catch (error) {
    toasts.error(error instanceof Problem && error.status === 409 ? w.later.left : w.later.failed, error instanceof Problem && error.status === 409 ? '' : reasonOf(error));
  }
}

export function undoLast(): void {
  const undo = last;
  if (!undo || undo.untilMs <= clock.now) return;
  toasts.remove(undo.toast);
  void takeBack(undo);
}
