/** A number for each of a few rows out of many, in one array that all slates share: only the newest one made may be used. */
export class RowScores {
  readonly #scratch: Scratch;
  /** Rows that have a number, in the order in which they came. */
  readonly rows: number[] = [];
  readonly #mark: number;

  constructor(scratch: Scratch, size: number) {
    this.#scratch = scratch;
    this.#mark = scratch.next(size);
  }

  add(row: number, by: number): void {
    const { marks, values } = this.#scratch;
    if (marks[row] === this.#mark) values[row] = values[row]! + by;
    else {
      marks[row] = this.#mark;
      values[row] = by;
      this.rows.push(row);
    }
  }

  /** 0 where nothing was added. */
  at(row: number): number {
    return this.#scratch.marks[row] === this.#mark ? this.#scratch.values[row]! : 0;
  }

  /** The largest number of a row that is not left out; 0 where none is above 0. */
  largest(isLeftOut: (row: number) => boolean): number {
    let most = 0;
    for (const row of this.rows) {
      const value = this.#scratch.values[row]!;
      if (value > most && !isLeftOut(row)) most = value;
    }
    return most;
  }
}

/** Where `RowScores` of one kind keep their numbers: marks say whose a number is, so nothing is ever cleared. */
export class Scratch {
  values = new Float64Array(0);
  marks = new Uint32Array(0);
  #last = 0;

  next(size: number): number {
    if (this.marks.length < size || this.#last === 0xffff_ffff) {
      this.values = new Float64Array(Math.max(1024, size * 2));
      this.marks = new Uint32Array(this.values.length);
      this.#last = 0;
    }
    return ++this.#last;
  }
}
