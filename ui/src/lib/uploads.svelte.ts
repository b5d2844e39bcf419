/* Files on their way to the desk, for an answer or note that is being written: beside its text, or pictures in it. */
import type { Attachment } from '../api.gen.ts';
import { words as w } from '../words/index.ts';
import { reasonOf } from './actions.ts';
import { upload } from './api.ts';

/* One file, and all of one answer: what most mail servers take. The server has the last word. */
export const MOST_BYTES = 20 * 1024 * 1024;

export interface Upload {
  /* Its number until the desk has it: no two have the same, in no window. */
  key: number;
  name: string;
  size: number;
  /* How much has gone, 0 … 1. */
  share: number;
  /* Why it did not get there; '' while it may. */
  failed: string;
  /* A picture in the text: where it can be seen meanwhile. '' for a file beside the text. */
  preview: string;
}

export class Uploads {
  list = $state<Upload[]>([]);
  /* The last that happened to a picture, for who can't see it. */
  spoken = $state('');
  #running = new Map<number, AbortController>();
  #waiting: (() => void)[] = [];
  #done: (file: Attachment, sent: Upload) => void;

  /* DONE is told of each file that the desk has. */
  constructor(done: (file: Attachment, sent: Upload) => void) {
    this.#done = done;
  }

  get underWay(): boolean {
    return this.#running.size > 0;
  }

  add(files: Iterable<File>): void {
    for (const file of files) void this.#send(file, this.#enter(file, ''));
  }

  /* Returns its key. */
  addPicture(file: File): number {
    const entry = this.#enter(file, URL.createObjectURL(file));
    this.spoken = w.picture.going(entry.name);
    void this.#send(file, entry);
    return entry.key;
  }

  of(key: number): Upload | undefined {
    return this.list.find((entry) => entry.key === key);
  }

  /* Takes a file out, wherever it is by now. */
  remove(key: number): void {
    this.#running.get(key)?.abort();
    this.#end(key);
    this.#leave(key);
  }

  /* Once nothing is on its way any more: whether all got there. */
  async settled(): Promise<boolean> {
    if (this.underWay) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    return this.list.length === 0;
  }

  #enter(file: File, preview: string): Upload {
    const key = crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;
    const entry = { key, name: file.name || w.files.unnamed, size: file.size, share: 0, failed: file.size > MOST_BYTES ? w.files.tooLarge : '', preview };
    this.list.push(entry);
    return entry;
  }

  async #send(file: File, { key, name, failed }: Upload): Promise<void> {
    if (failed) return;
    const control = new AbortController();
    this.#running.set(key, control);
    try {
      const made = await upload(file, name, control.signal, (share) => {
        const shown = this.of(key);
        if (shown) shown.share = share;
      });
      const sent = this.of(key);
      if (sent) {
        this.#done(made, sent);
        if (sent.preview) this.spoken = w.picture.there(name);
      }
      this.#leave(key);
    } catch (error) {
      const shown = this.of(key);
      if (shown) shown.failed = reasonOf(error);
    }
    this.#end(key);
  }

  #leave(key: number): void {
    const preview = this.of(key)?.preview;
    if (preview) URL.revokeObjectURL(preview);
    this.list = this.list.filter((entry) => entry.key !== key);
  }

  #end(key: number): void {
    this.#running.delete(key);
    if (this.#running.size === 0) for (const go of this.#waiting.splice(0)) go();
  }
}
