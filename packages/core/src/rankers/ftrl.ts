import type { ByteReader, ByteWriter } from '../model/index.ts';
import { ColumnScale } from './column-scale.ts';
import { type Label, type Ranker, type RankerKind, readNumbers, sigmoid, writeNumbers } from './ranker.ts';

/** α and β of the rate that each coefficient has of its own, λ1 and λ2 as in the paper; columns are scaled. */
const ALPHA = 0.1;
const BETA = 1;
const L1 = 0.5;
const L2 = 0.5;

/**
 * Logistic regression by FTRL-proximal: McMahan et al., Ad Click Prediction: a View from the Trenches, 2013. A column that
 * says nothing has a coefficient of exactly 0.
 */
class Ftrl implements Ranker {
  readonly #scale: ColumnScale;
  /** One a column, and the intercept last: z and n of the paper. */
  readonly #z: Float64Array;
  readonly #n: Float64Array;
  readonly #scaled: Float64Array;
  constructor(columns: number, scale = new ColumnScale(columns)) {
    this.#scale = scale;
    this.#z = new Float64Array(columns + 1);
    this.#n = new Float64Array(columns + 1);
    this.#scaled = new Float64Array(columns + 1).fill(1);
  }

  predict(row: Float64Array): number {
    this.#scale.scale(row, this.#scaled);
    let sum = 0;
    for (let i = 0; i < this.#z.length; i++) sum += this.#coefficient(i) * this.#scaled[i]!;
    return sigmoid(sum);
  }

  learn(row: Float64Array, label: Label, weight: number): void {
    this.#scale.learn(row, weight);
    const error = weight * (this.predict(row) - label);
    for (let i = 0; i < this.#z.length; i++) {
      const gradient = error * this.#scaled[i]!;
      const more = this.#n[i]! + gradient * gradient;
      this.#z[i]! += gradient - ((Math.sqrt(more) - Math.sqrt(this.#n[i]!)) / ALPHA) * this.#coefficient(i);
      this.#n[i] = more;
    }
  }

  write(out: ByteWriter): void {
    this.#scale.write(out);
    writeNumbers(out, this.#z);
    writeNumbers(out, this.#n);
  }

  static read(from: ByteReader, columns: number): Ftrl {
    const ranker = new Ftrl(columns, ColumnScale.read(from, columns));
    readNumbers(from, ranker.#z);
    readNumbers(from, ranker.#n);
    return ranker;
  }

  #coefficient(i: number): number {
    const z = this.#z[i]!;
    // The intercept is not held back.
    const l1 = i === this.#z.length - 1 ? 0 : L1;
    if (Math.abs(z) <= l1) return 0;
    return -(z - Math.sign(z) * l1) / ((BETA + Math.sqrt(this.#n[i]!)) / ALPHA + L2);
  }
}

export const ftrl: RankerKind = {
  create: ({ columns }) => new Ftrl(columns),
  read: (from, { columns }) => Ftrl.read(from, columns),
};
