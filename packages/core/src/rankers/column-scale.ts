import type { ByteReader, ByteWriter } from '../model/index.ts';
import { readNumbers, writeNumbers } from './ranker.ts';

/** A value further off says no more than one that is not: a single row must not throw a ranker off its course. */
const MOST_DEVIATIONS = 8;
/** Less is rounding, next to the column's mean and by itself. */
const LEAST_VARIANCE = 1e-24;

/** Mean and variance of every column over all rows so far (Welford), so that columns of any unit weigh alike. */
export class ColumnScale {
  readonly #mean: Float64Array;
  readonly #squares: Float64Array;
  readonly #perDeviation: Float64Array;
  #weight = 0;
  constructor(columns: number) {
    this.#mean = new Float64Array(columns);
    this.#squares = new Float64Array(columns);
    this.#perDeviation = new Float64Array(columns);
  }

  learn(row: Float64Array, weight: number): void {
    this.#weight += weight;
    for (let column = 0; column < this.#mean.length; column++) {
      const off = row[column]! - this.#mean[column]!;
      this.#mean[column]! += (off * weight) / this.#weight;
      this.#squares[column]! += weight * off * (row[column]! - this.#mean[column]!);
      const variance = this.#squares[column]! / this.#weight;
      const least = LEAST_VARIANCE * (1 + this.#mean[column]! ** 2);
      this.#perDeviation[column] = variance > least ? 1 / Math.sqrt(variance) : 0;
    }
  }

  /** Writes the row in deviations from the mean; a column that never varied is 0. */
  scale(row: Float64Array, into: Float64Array): void {
    for (let column = 0; column < this.#mean.length; column++) {
      const scaled = (row[column]! - this.#mean[column]!) * this.#perDeviation[column]!;
      into[column] = scaled > MOST_DEVIATIONS ? MOST_DEVIATIONS : scaled < -MOST_DEVIATIONS ? -MOST_DEVIATIONS : scaled;
    }
  }

  write(out: ByteWriter): void {
    out.f64(this.#weight);
    for (const numbers of [this.#mean, this.#squares, this.#perDeviation]) writeNumbers(out, numbers);
  }

  static read(from: ByteReader, columns: number): ColumnScale {
    const scale = new ColumnScale(columns);
    scale.#weight = from.f64();
    for (const numbers of [scale.#mean, scale.#squares, scale.#perDeviation]) readNumbers(from, numbers);
    return scale;
  }
}
