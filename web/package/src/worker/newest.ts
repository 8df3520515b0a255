// worker/newest: frames on their way to the work: while one is worked on, only the newest other one waits.

interface Closing {
  close(): void;
}

export class Newest<Item extends Closing> {
  #waiting: Item | undefined;
  #busy = false;
  dropped = 0;

  constructor(readonly work: (item: Item) => Promise<void>) {}

  /** Takes the item over: it is worked on, or closed when a newer one comes first. */
  offer(item: Item): void {
    if (this.#waiting) {
      this.#waiting.close();
      this.dropped += 1;
    }
    this.#waiting = item;
    if (!this.#busy) void this.#run();
  }

  /** Forgets what waits. */
  clear(): void {
    this.#waiting?.close();
    this.#waiting = undefined;
    this.dropped = 0;
  }

  async #run(): Promise<void> {
    this.#busy = true;
    while (this.#waiting) {
      const item = this.#waiting;
      this.#waiting = undefined;
      try {
        await this.work(item);
      } finally {
        item.close();
      }
    }
    this.#busy = false;
  }
}
