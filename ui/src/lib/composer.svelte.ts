/* The state of one answer being written: its text, what was found in it, the promises it will make and keep. */
import type { JSONContent } from '@tiptap/core';
import type { AlternativeInput, Attachment, FoundHint, Message, PromiseInput, ReplyInput, TextRead, Ticket } from '../api.gen.ts';
import { api } from './api.ts';
import { clock } from './clock.svelte.ts';
import { type Draft, type DraftKind, dropDraft, emptyDraft, isEmptyDraft, loadDraft, saveDraft, type Way } from './drafts.ts';
import { type WrittenText, withoutPictures } from './markdown.ts';
import { isPictureType, picturesIn, withUpload } from './pictures.ts';
import { prefs } from './prefs.svelte.ts';
import { type Upload, Uploads } from './uploads.svelte.ts';

const READ_AFTER_MS = 250;

/* A promise that goes with the answer. `phrase` is where it stands in the text, '' when it was made by hand. */
export interface Chip { phrase: string; text: string; dueMs: number }

export class Composer {
  ticket: number;
  #me: number;
  draft: Draft = $state(emptyDraft());
  /* The text as it will be sent, and what was found in it; `read` is null until the text pauses. */
  written = $state.raw<WrittenText>({ text: '', positions: [] });
  read = $state.raw<TextRead | null>(null);
  /* The text that `read` is about: its places hold only there. */
  readText = $state.raw<WrittenText>({ text: '', positions: [] });
  sending = $state(false);
  uploads = new Uploads((file, sent) => this.#arrived(file, sent));
  /* The editor on the screen, which has its own copy of the text: told where a picture went. */
  placePicture: ((key: number, upload: number | null) => void) | null = null;
  /* Grows when the text was put in or taken out from outside the editor, which then starts anew. */
  epoch = $state(0);
  #readTimer: ReturnType<typeof setTimeout> | undefined;
  #readCount = 0;

  constructor(me: number, ticket: Ticket) {
    this.#me = me;
    this.ticket = ticket.id;
    const kept = loadDraft(me, ticket.id);
    if (kept) this.draft = kept;
    else this.accept(ticket);
  }

  get isEmpty(): boolean {
    return this.written.text === '';
  }

  /* What stands beside the text. */
  get filesBeside(): Attachment[] {
    return this.draft.files.filter((file) => !file.inline);
  }

  /* A picture in the text that the desk has not got, and never will: the window was closed while it was on its way. */
  get lacksPicture(): boolean {
    return picturesIn(this.draft[this.draft.kind]).some((picture) => picture.upload === 0);
  }

  /* Takes pictures on their way; returns what stands for them in the text. */
  addPictures(files: File[]): { upload: number; key: number; words: string }[] {
    return files.map((file) => ({ upload: 0, key: this.uploads.addPicture(file), words: /^image\.\w+$/.test(file.name) ? '' : file.name }));
  }

  get chips(): Chip[] {
    if (this.draft.kind === 'note') return [];
    const found = (this.read?.promises ?? [])
      .filter((promise) => !this.draft.refused.includes(promise.phrase))
      .map((promise) => {
        const changed = this.draft.changed[promise.phrase];
        return { phrase: promise.phrase, text: changed?.text ?? promise.text, dueMs: changed?.due_ms ?? promise.due_ms };
      });
    return [...found, ...this.draft.made.map((made) => ({ phrase: '', text: made.text, dueMs: made.due_ms }))];
  }

  /* One at a time, none that was dismissed before. */
  get hint(): FoundHint | null {
    if (this.draft.kind === 'note') return null;
    return this.read?.hints.find((hint) => !prefs.dismissedHints.includes(hint.phrase.toLowerCase())) ?? null;
  }

  setKind(kind: DraftKind): void {
    if (kind === this.draft.kind) return;
    this.draft.kind = kind;
    this.#reset();
    this.save();
  }

  /* TICKET is the one on the screen: an answer is based on what was there when it was begun. */
  write(doc: JSONContent, written: WrittenText, ticket: Ticket): void {
    if (this.draft.savedMs === 0 && this.isEmpty) this.accept(ticket);
    this.written = written;
    this.draft[this.draft.kind] = written.text === '' && picturesIn(doc).length === 0 ? null : doc;
    this.#forgetPictures();
    this.save();
    clearTimeout(this.#readTimer);
    if (this.draft.kind === 'note' || written.text === '') this.read = null;
    else this.#readTimer = setTimeout(() => void this.#readNow(), READ_AFTER_MS);
  }

  /* Before sending: what is found in the text is found in this very text, so that no promise in it is lost to haste. */
  async settle(): Promise<void> {
    if (this.draft.kind === 'note' || this.isEmpty || (this.read && this.readText.text === this.written.text)) return;
    clearTimeout(this.#readTimer);
    await this.#readNow();
  }

  makePromise(promise: PromiseInput): void {
    this.draft.made.push(promise);
    this.save();
  }

  changeChip(chip: Chip, promise: PromiseInput): void {
    if (chip.phrase !== '') this.draft.changed[chip.phrase] = promise;
    else this.draft.made = this.draft.made.map((made) => (made.text === chip.text && made.due_ms === chip.dueMs ? promise : made));
    this.save();
  }

  refuseChip(chip: Chip): void {
    if (chip.phrase !== '') this.draft.refused.push(chip.phrase);
    else this.draft.made = this.draft.made.filter((made) => made.text !== chip.text || made.due_ms !== chip.dueMs);
    this.save();
  }

  removeFile(id: number): void {
    this.draft.files = this.draft.files.filter((file) => file.id !== id);
    this.save();
  }

  /* A no goes out with what is offered instead; without anything it is no no. */
  refuse(alternatives: AlternativeInput[]): void {
    this.draft.alternatives = alternatives;
    if (alternatives.length > 0) this.draft.way = 'refuse';
    else if (this.draft.way === 'refuse') this.draft.way = 'send';
    this.save();
  }

  toggleKept(promise: number): void {
    const kept = this.draft.kept;
    this.draft.kept = kept.includes(promise) ? kept.filter((id) => id !== promise) : [...kept, promise];
    this.save();
  }

  /* The writer has seen the ticket as it is now. */
  accept(ticket: Ticket): void {
    this.draft.version = ticket.version;
    this.draft.seq = ticket.seq;
    this.draft.seen = ticket.messages.map((message) => message.id);
    this.save();
  }

  /* What others wrote while this was being written. */
  newer(ticket: Ticket): Message[] {
    if (this.isEmpty) return [];
    return ticket.messages.filter((message) => !this.draft.seen.includes(message.id) && message.author_id !== this.#me && message.kind !== 'receipt' && message.kind !== 'automatic');
  }

  /* SENDATMS: when it leaves; null: after the undo time. */
  input(way: Way, sendAtMs: number | null): ReplyInput {
    const draft = this.draft;
    const common = {
      kind: draft.kind, text: this.written.text, version: draft.version, seq: draft.seq, attachments: this.#carried().map((file) => ({ id: file.id })),
      promises: this.chips.map((chip) => ({ text: chip.text, due_ms: chip.dueMs })),
    };
    if (draft.kind === 'note') return common;
    const isProposal = way === 'propose' || way === 'refuse';
    return {
      ...common,
      kept: draft.kept.map((id) => ({ id })),
      propose: isProposal,
      ...(isProposal ? { proposal_kind: way === 'refuse' ? 'refusal' : 'solution', alternatives: way === 'refuse' ? draft.alternatives : [] } : {}),
      wait: way === 'wait',
      ...(draft.cc ? { cc: draft.cc } : {}),
      bcc: draft.bcc,
      send_at_ms: sendAtMs,
      quote_history: draft.quote,
      without_signature: draft.unsigned,
    };
  }

  /* Pictures that were taken out of the text again stay behind. */
  #carried(): Attachment[] {
    return this.draft.files.filter((file) => !file.inline || this.written.text.includes(`](upload:${file.id})`));
  }

  #arrived(file: Attachment, sent: Upload): void {
    const inText = sent.preview !== '' && isPictureType(file.type);
    this.draft.files.push({ ...file, inline: inText });
    if (sent.preview !== '') this.#place(sent.key, inText ? file.id : null);
    this.save();
  }

  #place(key: number, upload: number | null): void {
    for (const kind of ['reply', 'note'] as const) {
      const doc = this.draft[kind];
      if (doc) this.draft[kind] = withUpload($state.snapshot(doc) as JSONContent, key, upload);
    }
    this.placePicture?.(key, upload);
  }

  /* Who takes a picture out while it is on its way does not want it. */
  #forgetPictures(): void {
    const wanted = [...picturesIn(this.draft.reply), ...picturesIn(this.draft.note)].map((picture) => picture.key);
    for (const entry of this.uploads.list) if (entry.preview !== '' && !wanted.includes(entry.key)) this.uploads.remove(entry.key);
  }

  save(): void {
    const draft = this.draft;
    if (isEmptyDraft(draft)) {
      draft.savedMs = 0;
      dropDraft(this.#me, this.ticket);
      return;
    }
    draft.savedMs = clock.now;
    if (!saveDraft(this.#me, this.ticket, $state.snapshot(draft) as Draft)) draft.savedMs = 0;
  }

  /* What was sent leaves the draft; the other kind's text stays. */
  sent(): Draft {
    const before = $state.snapshot(this.draft) as Draft;
    this.draft = before.kind === 'note' ? { ...before, note: null, files: [], kind: 'reply' } : { ...emptyDraft(), note: before.note };
    this.#reset();
    this.save();
    return before;
  }

  restore(draft: Draft): void {
    this.draft = draft;
    this.#reset();
    this.save();
  }

  #reset(): void {
    clearTimeout(this.#readTimer);
    this.#readCount++;
    this.written = { text: '', positions: [] };
    this.read = null;
    this.epoch++;
  }

  async #readNow(): Promise<void> {
    const count = ++this.#readCount;
    const written = this.written;
    const read = await api.read(this.ticket, withoutPictures(written.text)).catch(() => null);
    /* The text was sent or is another one by now; where it only grew, what was found still helps. */
    if (count !== this.#readCount || !read) return;
    this.readText = written;
    this.read = read;
  }
}

const left = new Map<number, Composer>();

/* A composer with files on their way outlives its screen: who comes back finds them, and the text that they belong to. */
export function composerFor(me: number, ticket: Ticket): Composer {
  const known = left.get(ticket.id);
  left.delete(ticket.id);
  return known?.uploads.underWay ? known : new Composer(me, ticket);
}

export function composerLeft(composer: Composer): void {
  if (composer.uploads.underWay) left.set(composer.ticket, composer);
}
