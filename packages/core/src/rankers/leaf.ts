import type { ByteReader, ByteWriter } from '../model/index.ts';
import { erf } from './normal.ts';
import { type Label, readNumbers, sigmoid, writeNumbers } from './ranker.ts';

/** Points that are tried between the least and the greatest value of a column. */
const SPLIT_POINTS = 10;
/** A part smaller than this share is none. */
const LEAST_SHARE = 0.01;

/** Of one column and one label: mean, sum of squares off it, least, greatest, and of the density 1 / 2σ² and log σ√2π. */
const NUMBERS = 6;
const [MEAN, SQUARES, LEAST, GREATEST, PER_TWO_VARIANCE, LOG_SCALE] = [0, 1, 2, 3, 4, 5] as const;
/** A density over less than that is rounding. */
const LEAST_VARIANCE = 1e-24;
const HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);

export interface Split {
  readonly column: number;
  readonly threshold: number;
  /** Information gained, bits. */
  readonly merit: number;
  /** Weight of zeros and of ones on either side. */
  readonly left: readonly [number, number];
  readonly right: readonly [number, number];
}

/**
 * What a leaf knows: how many of each label came by, and a Gaussian for each column and label. It answers with the share of
 * labels or by naive Bayes, whichever has been right more often here (Gama, Rocha and Medas 2003).
 */
export class Leaf {
  readonly depth: number;
  /** Weight by label, with what came from the leaf that was split. */
  readonly counts: [number, number];
  /** Weight by label that the Gaussians have seen. */
  readonly #seen: [number, number] = [0, 0];
  readonly #columns: number;
  readonly #gaussians: Float64Array;
  /** Weight of which the Gaussians know nothing any more. */
  #forgotten = 0;
  #shareRight = 0;
  #bayesRight = 0;
  /** Weight at the last look for a split. */
  triedAt: number;
  constructor(columns: number, depth: number, counts: readonly [number, number] = [0, 0]) {
    this.depth = depth;
    this.counts = [counts[0], counts[1]];
    this.triedAt = counts[0] + counts[1];
    this.#columns = columns;
    this.#gaussians = new Float64Array(columns * 2 * NUMBERS);
    this.#clearColumns();
  }

  get weight(): number {
    return this.counts[0] + this.counts[1];
  }

  /** Weight since the columns were last looked at anew, with what came from the leaf that was split. */
  get weightSince(): number {
    return this.weight - this.#forgotten;
  }

  predict(row: Float64Array): number {
    return this.#bayesRight >= this.#shareRight ? this.#bayes(row) : this.#share();
  }

  learn(row: Float64Array, label: Label, weight: number): void {
    if (this.#share() > 0.5 === (label === 1)) this.#shareRight += weight;
    if (this.#bayes(row) > 0.5 === (label === 1)) this.#bayesRight += weight;
    this.counts[label] += weight;
    this.#seen[label] += weight;
    const seen = this.#seen[label];
    const of = this.#gaussians;
    for (let column = 0; column < this.#columns; column++) {
      const at = (column * 2 + label) * NUMBERS;
      const value = row[column]!;
      const off = value - of[at + MEAN]!;
      of[at + MEAN]! += (off * weight) / seen;
      of[at + SQUARES]! += weight * off * (value - of[at + MEAN]!);
      if (value < of[at + LEAST]!) of[at + LEAST] = value;
      if (value > of[at + GREATEST]!) of[at + GREATEST] = value;
      const variance = seen > 1 ? of[at + SQUARES]! / (seen - 1) : 0;
      if (variance > LEAST_VARIANCE) {
        of[at + PER_TWO_VARIANCE] = 0.5 / variance;
        of[at + LOG_SCALE] = 0.5 * Math.log(variance) + HALF_LOG_TWO_PI;
      }
    }
  }

  forgetColumns(): void {
    this.#forgotten = this.weight;
    this.#clearColumns();
  }

  #clearColumns(): void {
    this.#seen.fill(0);
    this.#gaussians.fill(0);
    for (let at = 0; at < this.#gaussians.length; at += NUMBERS) {
      this.#gaussians[at + LEAST] = Number.POSITIVE_INFINITY;
      this.#gaussians[at + GREATEST] = Number.NEGATIVE_INFINITY;
    }
  }

  /** The best split of each column that has one, best first. */
  splits(): Split[] {
    const before = entropyOf(this.#seen[0], this.#seen[1]);
    const found: Split[] = [];
    for (let column = 0; column < this.#columns; column++) {
      const best = this.#bestOf(column, before);
      if (best) found.push(best);
    }
    return found.sort((a, b) => b.merit - a.merit || a.column - b.column);
  }

  #share(): number {
    const { weight } = this;
    return weight > 0 ? this.counts[1] / weight : 0.5;
  }

  #bayes(row: Float64Array): number {
    const [zeros, ones] = this.counts;
    if (zeros === 0 || ones === 0) return this.#share();
    const of = this.#gaussians;
    let odds = Math.log(ones / zeros);
    for (let at = 0, column = 0; column < this.#columns; column++, at += 2 * NUMBERS) {
      const value = row[column]!;
      const ofZeros = value - of[at + MEAN]!;
      const ofOnes = value - of[at + NUMBERS + MEAN]!;
      // Where one label has no spread its density has no height to compare with the other's.
      if (of[at + PER_TWO_VARIANCE] === 0 || of[at + NUMBERS + PER_TWO_VARIANCE] === 0) continue;
      odds += ofZeros * ofZeros * of[at + PER_TWO_VARIANCE]! + of[at + LOG_SCALE]!;
      odds -= ofOnes * ofOnes * of[at + NUMBERS + PER_TWO_VARIANCE]! + of[at + NUMBERS + LOG_SCALE]!;
    }
    return sigmoid(odds);
  }

  #bestOf(column: number, before: number): Split | null {
    const of = this.#gaussians;
    const zeros = column * 2 * NUMBERS;
    const ones = zeros + NUMBERS;
    const least = Math.min(of[zeros + LEAST]!, of[ones + LEAST]!);
    const greatest = Math.max(of[zeros + GREATEST]!, of[ones + GREATEST]!);
    const step = (greatest - least) / (SPLIT_POINTS + 1);
    if (!(step > 0)) return null;
    let best: Split | null = null;
    for (let i = 1; i <= SPLIT_POINTS; i++) {
      const threshold = least + i * step;
      const left = [this.#weightBelow(zeros, threshold, this.#seen[0]), this.#weightBelow(ones, threshold, this.#seen[1])] as const;
      const right = [this.#seen[0] - left[0], this.#seen[1] - left[1]] as const;
      const share = (left[0] + left[1]) / (this.#seen[0] + this.#seen[1]);
      if (share <= LEAST_SHARE || share >= 1 - LEAST_SHARE) continue;
      const merit = before - share * entropyOf(left[0], left[1]) - (1 - share) * entropyOf(right[0], right[1]);
      if (!best || merit > best.merit) best = { column, threshold, merit, left, right };
    }
    return best;
  }

  #weightBelow(at: number, threshold: number, seen: number): number {
    const of = this.#gaussians;
    if (seen === 0 || threshold < of[at + LEAST]!) return 0;
    if (threshold >= of[at + GREATEST]!) return seen;
    return 0.5 * (1 + erf((threshold - of[at + MEAN]!) * Math.sqrt(of[at + PER_TWO_VARIANCE]!))) * seen;
  }

  write(out: ByteWriter): void {
    out.u8(this.depth);
    const { counts, triedAt } = this;
    for (const number of [...counts, ...this.#seen, this.#forgotten, this.#shareRight, this.#bayesRight, triedAt]) out.f64(number);
    writeNumbers(out, this.#gaussians);
  }

  static read(from: ByteReader, columns: number): Leaf {
    const leaf = new Leaf(columns, from.u8(), [from.f64(), from.f64()]);
    leaf.#seen[0] = from.f64();
    leaf.#seen[1] = from.f64();
    leaf.#forgotten = from.f64();
    leaf.#shareRight = from.f64();
    leaf.#bayesRight = from.f64();
    leaf.triedAt = from.f64();
    readNumbers(from, leaf.#gaussians);
    return leaf;
  }
}

/** Bits. */
function entropyOf(zeros: number, ones: number): number {
  const sum = zeros + ones;
  if (zeros <= 0 || ones <= 0) return 0;
  return -(zeros * Math.log2(zeros / sum) + ones * Math.log2(ones / sum)) / sum;
}
