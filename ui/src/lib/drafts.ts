/* What a colleague is writing, kept in this browser until it is sent: one draft per colleague and ticket. */
import type { JSONContent } from '@tiptap/core';
import type { PromiseInput } from '../api.gen.ts';
import { forget, keysWith, recall, remember } from './store.ts';

export type DraftKind = 'reply' | 'note';

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
  /* The ticket's version, and its messages, that the writer has seen. */
  version: number;
  seen: number[];
  savedMs: number;
}

export function emptyDraft(): Draft {
  return { kind: 'reply', reply: null, note: null, made: [], changed: {}, refused: [], kept: [], version: 0, seen: [], savedMs: 0 };
}

const keyOf = (colleague: number, ticket: number): string => `draft.${colleague}.${ticket}`;

export function loadDraft(colleague: number, ticket: number): Draft | null {
  return recall<Draft | null>(keyOf(colleague, ticket), null);
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
