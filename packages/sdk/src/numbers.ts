import { BLOCK, type Mark, MOST_BEHIND, type Reserved } from './outbox/outbox.ts';

/** Numbers that this tab may give without asking the disk, lowest first. */
export class Numbers {
  #free: Reserved[] = [];

  /** The next number that is still good to send, as far as this tab knows. */
  next(mark: Mark | null): Reserved | null {
    for (;;) {
      const reserved = this.#free.shift();
      if (!reserved || !mark) return null;
      if (reserved.gen === mark.gen && reserved.block + MOST_BEHIND >= mark.next) return reserved;
    }
  }

  /** Whether it is time to set more aside. */
  get low(): boolean {
    return this.#free.length < BLOCK / 4;
  }

  put(numbers: readonly Reserved[]): void {
    this.#free.push(...numbers);
  }

  /** A gesture got its number from the disk: lower ones kept here would stand before it. */
  discard(): void {
    this.#free = [];
  }
}
