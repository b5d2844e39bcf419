/* The server's time, ticking every second: what is owed is measured by the desk's clock, not by this machine's. */
class Clock {
  now = $state(Date.now());
  #ahead = 0;

  start(): void {
    const tick = (): void => {
      this.now = Date.now() + this.#ahead;
      setTimeout(tick, 1000 - (this.now % 1000));
    };
    tick();
  }

  /* SERVER_NOW came with an answer just now. */
  sync(serverNow: number): void {
    this.#ahead = serverNow - Date.now();
    this.now = serverNow;
  }
}

export const clock = new Clock();
