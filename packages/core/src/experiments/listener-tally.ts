import type { ArmSums } from './sequential.ts';

/** A listener counts once, with the mean of so many first values: plays of one listener are not independent of each other. */
export const VALUES_A_LISTENER = 5;
const MOST_OPEN = 20_000;

/** What has counted so far, to go on from: values of who has not counted yet are not in it. */
export interface KeptTally {
  readonly sums: readonly ArmSums[];
  /** Who counts no more, oldest first. */
  readonly counted: readonly string[];
}

/**
 * Makes of values that come one by one, listener by listener, one value a listener. Bounded: a listener who waits longest
 * for their next value is left out when too many wait, and who has counted is remembered, for a hundred thousand, so
 * that nobody counts twice.
 */
export class ListenerTally {
  readonly #open = new Map<string, { readonly arm: number; sum: number; n: number }>();
  readonly #counted = new Set<string>();
  readonly #sums: { n: number; sum: number; squares: number }[];
  constructor(arms: number, kept: KeptTally | null = null) {
    this.#sums = Array.from({ length: arms }, (_, arm) => ({ ...(kept?.sums[arm] ?? { n: 0, sum: 0, squares: 0 }) }));
    for (const listener of kept?.counted ?? []) this.#counted.add(listener);
  }

  /** @param value from -1 to 1. */
  add(listener: string, arm: number, value: number): void {
    if (this.#counted.has(listener)) return;
    const open = this.#open.get(listener) ?? { arm, sum: 0, n: 0 };
    open.sum += value;
    open.n++;
    this.#open.delete(listener);
    if (open.n < VALUES_A_LISTENER) {
      this.#open.set(listener, open);
      if (this.#open.size > MOST_OPEN) this.#open.delete(this.#open.keys().next().value ?? '');
      return;
    }
    this.#counted.add(listener);
    if (this.#counted.size > MOST_OPEN * 5) this.#counted.delete(this.#counted.values().next().value ?? '');
    const sums = this.#sums[open.arm]!;
    const mean = open.sum / open.n;
    sums.n++;
    sums.sum += mean;
    sums.squares += mean * mean;
  }

  /** Their values are gone, as far as they have not counted: sums name nobody. */
  forget(listener: string): void {
    this.#open.delete(listener);
  }

  kept(): KeptTally {
    return { sums: this.sums(), counted: [...this.#counted] };
  }

  sums(): readonly ArmSums[] {
    return this.#sums.map((sums) => ({ ...sums }));
  }
}
