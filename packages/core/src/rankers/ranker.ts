import type { ByteReader, ByteWriter } from '../model/index.ts';

export type Label = 0 | 1;

/**
 * Learns online whether something will come true: will this listener hear this track out. Predict, then learn, row by row.
 * Rows are numbers, always in the same columns, all finite. Nothing in a ranker grows without a bound, and what it does by
 * chance follows from its seed: the same rows teach the same ranker, to the bit.
 */
export interface Ranker {
  /** The probability of a 1, from 0 to 1. Changes nothing. */
  predict(row: Float64Array): number;
  /** @param weight how much the row counts; 1 is a row. */
  learn(row: Float64Array, label: Label, weight: number): void;
  /** Everything that `read` of its kind needs to go on as if nothing had happened. */
  write(out: ByteWriter): void;
}

export interface RankerShape {
  /** How many numbers a row has. */
  readonly columns: number;
  readonly seed: number;
}

export interface RankerKind {
  create(shape: RankerShape): Ranker;
  read(from: ByteReader, shape: RankerShape): Ranker;
}

/** Beyond it the sigmoid is 0 or 1 in all the digits that count. */
const MOST = 30;

export const sigmoid = (sum: number): number => 1 / (1 + Math.exp(-Math.max(-MOST, Math.min(MOST, sum))));

/** Log-odds of a probability; finite for 0 and 1 too. */
export function logOdds(probability: number): number {
  const inside = Math.max(1e-9, Math.min(1 - 1e-9, probability));
  return Math.log(inside / (1 - inside));
}

export function writeNumbers(out: ByteWriter, numbers: Float64Array): void {
  for (const number of numbers) out.f64(number);
}

export function readNumbers(from: ByteReader, into: Float64Array): void {
  for (let i = 0; i < into.length; i++) into[i] = from.f64();
}
