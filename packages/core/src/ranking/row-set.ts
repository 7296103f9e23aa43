/** Rows, each once, in the order in which they came: one array of marks for all sets that are ever made, no hashing. */
export class RowSet {
  static #marks = new Uint32Array(0);
  static #rows = new Int32Array(0);
  static #last = 0;
  readonly #mark: number;
  #count = 0;

  /** Only the newest set may be used: an older one's marks may be written over. */
  constructor(size: number) {
    if (RowSet.#marks.length < size || RowSet.#last === 0xffff_ffff) {
      RowSet.#marks = new Uint32Array(Math.max(1024, size * 2));
      RowSet.#rows = new Int32Array(RowSet.#marks.length);
      RowSet.#last = 0;
    }
    this.#mark = ++RowSet.#last;
  }

  add(row: number): void {
    if (RowSet.#marks[row] === this.#mark) return;
    RowSet.#marks[row] = this.#mark;
    RowSet.#rows[this.#count++] = row;
  }

  addAll(rows: ArrayLike<number>, most = rows.length): void {
    const end = Math.min(most, rows.length);
    for (let i = 0; i < end; i++) this.add(rows[i]!);
  }

  /** Ascending. */
  sorted(): Int32Array {
    return RowSet.#rows.slice(0, this.#count).sort();
  }
}
