/** Rows, each once, in the order in which they came: one array of marks for all sets that are ever made, no hashing. */
export class RowSet {
  static #marks = new Uint32Array(0);
  static #last = 0;
  readonly #mark: number;
  readonly rows: number[] = [];

  /** Only the newest set may be added to: an older one's marks may be written over. */
  constructor(size: number) {
    if (RowSet.#marks.length < size || RowSet.#last === 0xffff_ffff) {
      RowSet.#marks = new Uint32Array(Math.max(1024, size * 2));
      RowSet.#last = 0;
    }
    this.#mark = ++RowSet.#last;
  }

  add(row: number): void {
    if (RowSet.#marks[row] === this.#mark) return;
    RowSet.#marks[row] = this.#mark;
    this.rows.push(row);
  }
}
