/* What a colleague is writing, kept in this browser until it is sent: one draft per colleague and ticket. */
import type { JSONContent } from '@tiptap/core';
import type { Address, AlternativeInput, Attachment, PromiseInput } from '../api.gen.ts';
import { forget, keysWith, recall, remember } from './store.ts';

export type DraftKind = 'reply' | 'note';
/* What an answer asks of the customer: nothing (we owe the next word), an answer, a word whether it is solved, a choice. */
export type Way = 'send' | 'wait' | 'propose' | 'refuse';

export interface Draft {
  kind: DraftKind;
  reply: JSONContent | null;
  note: JSONContent | null;
  /* Promises made by hand; found ones that the writer changed, by phrase; phrases that are no promise. */
  made: PromiseInput[];
  changed: Record<string, PromiseInput>;
  refused: string[];
  /* Stated promises that this answer keeps. */
  kept: number[];
  way: Way;
  /* What a no offers instead. */
  alternatives: AlternativeInput[];
  /* Who gets a copy; null: whoever is in copy on the ticket. */
  cc: Address[] | null;
  bcc: Address[];
  /* Files that the desk has by now, for whichever kind is sent first. */
  files: Attachment[];
  /* With the conversation so far below it; without the signature. */
  quote: boolean;
  unsigned: boolean;
  /* The ticket's version, the position of the journal, and the messages that the writer has seen. */
  version: number;
  seq: number;
  seen: number[];
  savedMs: number;
}

/* Nothing in it that anybody would miss. */
export function isEmptyDraft(draft: Draft): boolean {
  return draft.reply === null && draft.note === null && draft.made.length + draft.alternatives.length + draft.bcc.length + draft.files.length === 0 && draft.cc === null;
}

export function emptyDraft(): Draft {
  return {
    kind: 'reply', reply: null, note: null, made: [], changed: {}, refused: [], kept: [], way: 'send', alternatives: [], cc: null, bcc: [], files: [], quote: false, unsigned: false,
    version: 0, seq: 0, seen: [], savedMs: 0,
  };
}

const keyOf = (colleague: number, ticket: number): string => `draft.${colleague}.${ticket}`;

export function loadDraft(colleague: number, ticket: number): Draft | null {
  const kept = recall<Partial<Draft> | null>(keyOf(colleague, ticket), null);
  /* One from before an update may lack what came with it. */
  return kept ? { ...emptyDraft(), ...kept } : null;
}

export function saveDraft(colleague: number, ticket: number, draft: Draft): boolean {
  return remember(keyOf(colleague, ticket), draft);
}

export function dropDraft(colleague: number, ticket: number): void {
  forget(keyOf(colleague, ticket));
}

export function draftCount(colleague: number): number {
  return keysWith(`draft.${colleague}.`).length;
}
