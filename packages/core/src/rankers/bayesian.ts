import type { ByteReader, ByteWriter } from '../model/index.ts';
import type { Chance } from './chance.ts';
import { type Label, type Ranker, type RankerKind, readNumbers, sigmoid, writeNumbers } from './ranker.ts';

/** Precision before anything was seen: a coefficient of one is nothing special. */
const PRIOR = 1;
/** What is left of what was learnt, a row later: half of it after some 3,500, so that it never gets too sure to move. */
const KEPT = 0.9998;

/** What is believed of each coefficient, the intercept last: a mean and a deviation, independent of each other. */
export interface Posterior {
  readonly mean: Float64Array;
  readonly deviation: Float64Array;
}

/**
 * Logistic regression that knows how unsure it is: each coefficient a Gaussian of its own, moved by each row (the diagonal
 * Laplace step of Chapelle and Li, An Empirical Evaluation of Thompson Sampling, 2011). Columns are taken as they are: they
 * should be of one size, as the parts of a score are.
 */
class Bayesian implements Ranker {
  readonly #mean: Float64Array;
  readonly #precision: Float64Array;
  constructor(columns: number) {
    this.#mean = new Float64Array(columns + 1);
    this.#precision = new Float64Array(columns + 1).fill(PRIOR);
  }

  /** The mean's answer, made less sure by what is not known of the coefficients (MacKay 1992). */
  predict(row: Float64Array): number {
    const last = this.#mean.length - 1;
    let sum = this.#mean[last]!;
    let variance = 1 / this.#precision[last]!;
    for (let column = 0; column < last; column++) {
      const value = row[column]!;
      sum += this.#mean[column]! * value;
      variance += (value * value) / this.#precision[column]!;
    }
    return sigmoid(sum / Math.sqrt(1 + (Math.PI / 8) * variance));
  }

  learn(row: Float64Array, label: Label, weight: number): void {
    const last = this.#mean.length - 1;
    let sum = this.#mean[last]!;
    for (let column = 0; column < last; column++) sum += this.#mean[column]! * row[column]!;
    const probability = sigmoid(sum);
    const curve = weight * probability * (1 - probability);
    const error = weight * (label - probability);
    for (let i = 0; i <= last; i++) {
      const value = i === last ? 1 : row[i]!;
      this.#precision[i] = PRIOR + (this.#precision[i]! - PRIOR) * KEPT + curve * value * value;
      // Bounded, so that one row of huge numbers cannot throw it off its course.
      this.#mean[i]! += Math.max(-1, Math.min(1, (error * value) / this.#precision[i]!));
    }
  }

  /** A copy: what is drawn from it does not change with what is learnt. */
  posterior(): Posterior {
    return { mean: this.#mean.slice(), deviation: this.#precision.map((precision) => 1 / Math.sqrt(precision)) };
  }

  write(out: ByteWriter): void {
    writeNumbers(out, this.#mean);
    writeNumbers(out, this.#precision);
  }

  static read(from: ByteReader, columns: number): Bayesian {
    const ranker = new Bayesian(columns);
    readNumbers(from, ranker.#mean);
    readNumbers(from, ranker.#precision);
    return ranker;
  }
}

export const bayesian: RankerKind = {
  create: ({ columns }) => new Bayesian(columns),
  read: (from, { columns }) => Bayesian.read(from, columns),
};

/** What a ranker believes, where it is one that knows how unsure it is. */
export const posteriorOf = (ranker: Ranker): Posterior | null => (ranker instanceof Bayesian ? ranker.posterior() : null);

/** One draw of all coefficients: what might be true as far as anybody knows. */
export function drawFrom({ mean, deviation }: Posterior, chance: Chance): Float64Array {
  return mean.map((value, i) => value + deviation[i]! * chance.normal());
}
