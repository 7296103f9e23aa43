import { BestRows, type Sums } from '../model/index.ts';

/** Of `strongest`, one call after the other. */
const best = new BestRows(0);

/**
 * A number for each of a few rows out of many (or artists, or lists of genres, by their numbers), in arrays that all slates
 * share: no hashing, and only the newest one made of a `Scratch` may be used.
 */
export class RowScores implements Sums {
  readonly #marks: Uint32Array;
  readonly #values: Float64Array;
  /** Rows that have a number, in the order in which they came; the first `#count` are this one's. */
  readonly #rows: Int32Array;
  readonly #mark: number;
  #count = 0;

  constructor(scratch: Scratch, size: number) {
    this.#mark = scratch.next(size);
    this.#marks = scratch.marks;
    this.#values = scratch.values;
    this.#rows = scratch.rows;
  }

  add(row: number, by: number): void {
    if (this.#marks[row] === this.#mark) this.#values[row] = this.#values[row]! + by;
    else {
      this.#marks[row] = this.#mark;
      this.#values[row] = by;
      this.#rows[this.#count++] = row;
    }
  }

  has(row: number): boolean {
    return this.#marks[row] === this.#mark;
  }

  /** 0 where nothing was added. */
  at(row: number): number {
    return this.#marks[row] === this.#mark ? this.#values[row]! : 0;
  }

  /** The `count` rows of the largest numbers, in no order; of equal ones those that came first. Valid until the next call. */
  strongest(count: number): ArrayLike<number> {
    const rows = this.#rows;
    if (this.#count <= count) return rows.subarray(0, this.#count);
    const values = this.#values;
    best.begin(count);
    for (let i = 0; i < this.#count; i++) {
      const value = values[rows[i]!]!;
      if (value > best.least) best.offer(rows[i]!, value);
    }
    return best.rows();
  }

  /** The largest number of a row that `others` do not have; 0 where none is above 0. */
  largestBeside(others: RowScores): number {
    let most = 0;
    for (let i = 0; i < this.#count; i++) {
      const row = this.#rows[i]!;
      const value = this.#values[row]!;
      if (value > most && !others.has(row)) most = value;
    }
    return most;
  }
}

/** Where `RowScores` of one kind keep their numbers: marks say whose a number is, so nothing is ever cleared. */
export class Scratch {
  values = new Float64Array(0);
  marks = new Uint32Array(0);
  rows = new Int32Array(0);
  #last = 0;

  next(size: number): number {
    if (this.marks.length < size || this.#last === 0xffff_ffff) {
      this.values = new Float64Array(Math.max(1024, size * 2));
      this.marks = new Uint32Array(this.values.length);
      this.rows = new Int32Array(this.values.length);
      this.#last = 0;
    }
    return ++this.#last;
  }
}
