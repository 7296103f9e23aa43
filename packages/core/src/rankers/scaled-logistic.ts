import type { ByteReader, ByteWriter } from '../model/index.ts';
import { ColumnScale } from './column-scale.ts';
import { type Label, type Ranker, type RankerKind, readNumbers, sigmoid, writeNumbers } from './ranker.ts';

const RATE = 0.01;

/** Logistic regression by SGD on scaled columns. A rate that never falls keeps up with what changes. */
class ScaledLogistic implements Ranker {
  readonly #scale: ColumnScale;
  /** One a column, and the intercept last. */
  readonly #weights: Float64Array;
  readonly #scaled: Float64Array;
  constructor(columns: number, scale = new ColumnScale(columns)) {
    this.#scale = scale;
    this.#weights = new Float64Array(columns + 1);
    this.#scaled = new Float64Array(columns);
  }

  predict(row: Float64Array): number {
    this.#scale.scale(row, this.#scaled);
    const columns = this.#scaled.length;
    let sum = this.#weights[columns]!;
    for (let column = 0; column < columns; column++) sum += this.#weights[column]! * this.#scaled[column]!;
    return sigmoid(sum);
  }

  learn(row: Float64Array, label: Label, weight: number): void {
    this.#scale.learn(row, weight);
    const step = RATE * weight * (label - this.predict(row));
    const columns = this.#scaled.length;
    for (let column = 0; column < columns; column++) this.#weights[column]! += step * this.#scaled[column]!;
    this.#weights[columns]! += step;
  }

  write(out: ByteWriter): void {
    this.#scale.write(out);
    writeNumbers(out, this.#weights);
  }

  static read(from: ByteReader, columns: number): ScaledLogistic {
    const ranker = new ScaledLogistic(columns, ColumnScale.read(from, columns));
    readNumbers(from, ranker.#weights);
    return ranker;
  }
}

export const scaledLogistic: RankerKind = {
  create: ({ columns }) => new ScaledLogistic(columns),
  read: (from, { columns }) => ScaledLogistic.read(from, columns),
};
