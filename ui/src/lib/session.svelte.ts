/* Who is signed in. `again` means that the session ended while somebody worked: they sign in over their work. */
import type { Me } from '../api.gen.ts';
import { api, onSignedOut, Problem, useCsrf } from './api.ts';
import { clock } from './clock.svelte.ts';
import { live } from './live.svelte.ts';
import { useZone } from './time.ts';
import { speaks } from '../words/index.ts';

type State = 'starting' | 'unreachable' | 'out' | 'in' | 'again';

class Session {
  state = $state<State>('starting');
  me = $state<Me | null>(null);
  #waiting: (() => void)[] = [];

  async start(): Promise<void> {
    onSignedOut(() => this.#askAgain());
    this.state = 'starting';
    try {
      const me = await api.me();
      if (speaks(me.language)) this.#enter(me);
      else location.reload();
    } catch (error) {
      this.state = error instanceof Problem && error.status === 401 ? 'out' : 'unreachable';
    }
  }

  async signIn(email: string, password: string): Promise<void> {
    const me = await api.signIn({ email, password });
    /* Another colleague on the same screen: none of the first one's work may stay on it. */
    if (this.me && this.me.id !== me.id) {
      location.assign('/desk');
      return;
    }
    if (this.state !== 'again' && !speaks(me.language)) {
      location.reload();
      return;
    }
    this.#enter(me);
    for (const go of this.#waiting.splice(0)) go();
  }

  async signOut(): Promise<void> {
    await api.signOut();
    location.assign('/');
  }

  setPresence(presence: string, untilMs: number | null): void {
    if (this.me) this.me = { ...this.me, presence, presence_until_ms: untilMs };
  }

  setSignature(signature: string): void {
    if (this.me) this.me = { ...this.me, signature };
  }

  #enter(me: Me): void {
    useCsrf(me.csrf);
    useZone(me.time_zone);
    clock.sync(me.now_ms);
    this.me = me;
    if (this.state === 'again') live.tryNow();
    this.state = 'in';
  }

  #askAgain(): Promise<void> {
    this.state = 'again';
    return new Promise((resolve) => this.#waiting.push(resolve));
  }
}

export const session = new Session();
