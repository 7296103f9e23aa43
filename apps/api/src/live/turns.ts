/** How long lists are made before the loop goes round: what arrives meanwhile waits no longer than this. */
const SLICE_MS = 3;

/**
 * Gives work its turn, in the order in which it was asked for, a few milliseconds of it in each round of the event loop. With
 * more to do than there is time, gestures go on being taken in and answered, and those who wait have several of theirs
 * covered by the one list that they get.
 */
export class Turns {
  readonly #nowMs: () => number;
  readonly #onProblem: (cause: unknown) => void;
  #waiting: (() => void)[] = [];
  #isComing = false;

  constructor({ onProblem, nowMs = () => performance.now() }: { onProblem: (cause: unknown) => void; nowMs?: () => number }) {
    this.#onProblem = onProblem;
    this.#nowMs = nowMs;
  }

  take(work: () => void): void {
    this.#waiting.push(work);
    this.#come();
  }

  #come(): void {
    if (this.#isComing) return;
    this.#isComing = true;
    setImmediate(() => this.#slice());
  }

  #slice(): void {
    this.#isComing = false;
    const until = this.#nowMs() + SLICE_MS;
    let done = 0;
    do {
      try {
        this.#waiting[done++]?.();
      } catch (cause) {
        this.#onProblem(cause);
      }
    } while (done < this.#waiting.length && this.#nowMs() < until);
    this.#waiting = this.#waiting.slice(done);
    if (this.#waiting.length > 0) this.#come();
  }
}
