/* What just happened, at the bottom right. Good news leaves by itself; errors stay until they are answered. */
export type ToastKind = 'ok' | 'error' | 'news';

export interface Toast {
  id: number;
  kind: ToastKind;
  text: string;
  detail: string;
  action: { label: string; key?: string; run: () => void } | null;
  /* Counts down to this moment of the server's clock, and leaves then. */
  untilMs: number | null;
}

const OK_MS = 5000;
const NEWS_MS = 9000;
const MOST = 3;
let lastId = 0;

class Toasts {
  list = $state<Toast[]>([]);
  #timers = new Map<number, ReturnType<typeof setTimeout>>();

  add(kind: ToastKind, text: string, more: Partial<Pick<Toast, 'detail' | 'action' | 'untilMs'>> & { leaveMs?: number } = {}): number {
    const id = ++lastId;
    const toast: Toast = { id, kind, text, detail: more.detail ?? '', action: more.action ?? null, untilMs: more.untilMs ?? null };
    for (const old of this.list.slice(0, Math.max(0, this.list.length + 1 - MOST))) this.remove(old.id);
    this.list.push(toast);
    if (kind !== 'error') this.#leaveAfter(id, more.leaveMs ?? (kind === 'ok' ? OK_MS : NEWS_MS));
    return id;
  }

  ok(text: string): void {
    this.add('ok', text);
  }

  error(text: string, detail = ''): void {
    this.add('error', text, { detail });
  }

  remove(id: number): void {
    clearTimeout(this.#timers.get(id));
    this.#timers.delete(id);
    this.list = this.list.filter((toast) => toast.id !== id);
  }

  /* Whoever reads or reaches for a toast has the time they need (WCAG 2.2.1); an undo keeps the server's time. */
  hold(id: number): void {
    if (this.list.find((toast) => toast.id === id)?.untilMs === null) clearTimeout(this.#timers.get(id));
  }

  release(id: number): void {
    const toast = this.list.find((entry) => entry.id === id);
    if (toast && toast.kind !== 'error' && toast.untilMs === null) this.#leaveAfter(id, OK_MS);
  }

  #leaveAfter(id: number, ms: number): void {
    clearTimeout(this.#timers.get(id));
    this.#timers.set(id, setTimeout(() => this.remove(id), ms));
  }
}

export const toasts = new Toasts();
