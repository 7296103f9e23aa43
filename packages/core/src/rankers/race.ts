import { areaUnderCurve } from './auc.ts';
import type { Label } from './ranker.ts';

const LEAST = 1e-6;

/** How a ranker predicts: over the outcomes of the window, each predicted before it was known. */
export interface Standing {
  readonly n: number;
  /** Mean log loss, nats; null of nothing. */
  readonly logLoss: number | null;
  /** Null without both labels. */
  readonly auc: number | null;
}

/** The last predictions of several rankers about the same outcomes, so that they can be compared. */
export class Race {
  readonly #window: number;
  readonly #labels: Uint8Array;
  readonly #predictions: readonly Float64Array[];
  #taken = 0;

  /** @param window how many outcomes count: the last ones. */
  constructor(runners: number, window: number) {
    this.#window = window;
    this.#labels = new Uint8Array(window);
    this.#predictions = Array.from({ length: runners }, () => new Float64Array(window));
  }

  add(predictions: ArrayLike<number>, label: Label): void {
    const at = this.#taken++ % this.#window;
    this.#labels[at] = label;
    this.#predictions.forEach((of, runner) => {
      of[at] = predictions[runner]!;
    });
  }

  standings(): Standing[] {
    const n = Math.min(this.#taken, this.#window);
    const labels = this.#labels.subarray(0, n);
    return this.#predictions.map((all) => {
      const of = all.subarray(0, n);
      let loss = 0;
      for (let i = 0; i < n; i++) {
        const right = labels[i] === 1 ? of[i]! : 1 - of[i]!;
        loss -= Math.log(Math.max(LEAST, right));
      }
      return { n, logLoss: n > 0 ? loss / n : null, auc: areaUnderCurve(of, labels) };
    });
  }
}
