/* Files on their way to the desk, for an answer or note that is being written. */
import type { Attachment } from '../api.gen.ts';
import { words as w } from '../words/index.ts';
import { reasonOf } from './actions.ts';
import { upload } from './api.ts';

/* One file, and all of one answer: what most mail servers take. The server has the last word. */
export const MOST_BYTES = 20 * 1024 * 1024;

export interface Upload {
  key: number;
  name: string;
  size: number;
  /* How much has gone, 0 … 1. */
  share: number;
  /* Why it did not get there; '' while it may. */
  failed: string;
}

let lastKey = 0;

export class Uploads {
  list = $state<Upload[]>([]);
  #running = new Map<number, AbortController>();
  #waiting: (() => void)[] = [];
  #done: (file: Attachment) => void;

  /* DONE is told of each file that the desk has. */
  constructor(done: (file: Attachment) => void) {
    this.#done = done;
  }

  add(files: Iterable<File>): void {
    for (const file of files) void this.#send(file);
  }

  /* Takes a file out, wherever it is by now. */
  remove(key: number): void {
    this.#running.get(key)?.abort();
    this.#end(key);
    this.list = this.list.filter((entry) => entry.key !== key);
  }

  /* Once nothing is on its way any more: whether all got there. */
  async settled(): Promise<boolean> {
    if (this.#running.size > 0) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    return this.list.length === 0;
  }

  async #send(file: File): Promise<void> {
    const key = ++lastKey;
    const tooLarge = file.size > MOST_BYTES;
    this.list.push({ key, name: file.name || w.files.unnamed, size: file.size, share: 0, failed: tooLarge ? w.files.tooLarge : '' });
    if (tooLarge) return;
    const control = new AbortController();
    this.#running.set(key, control);
    const entry = (): Upload | undefined => this.list.find((one) => one.key === key);
    try {
      const made = await upload(file, file.name || w.files.unnamed, control.signal, (share) => {
        const shown = entry();
        if (shown) shown.share = share;
      });
      if (entry()) this.#done(made);
      this.list = this.list.filter((one) => one.key !== key);
    } catch (error) {
      const shown = entry();
      if (shown) shown.failed = reasonOf(error);
    }
    this.#end(key);
  }

  #end(key: number): void {
    this.#running.delete(key);
    if (this.#running.size === 0) for (const go of this.#waiting.splice(0)) go();
  }
}
