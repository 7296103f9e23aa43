/** The `count` best rows of those that are offered, in a heap whose root is the worst of them; of equal ones the lower row. */
export class BestRows {
  #count = 0;
  #rows = new Int32Array(0);
  #values = new Float64Array(0);
  #length = 0;
  /** What a row must be above to come in. */
  least = Number.POSITIVE_INFINITY;

  constructor(count: number) {
    this.begin(count);
  }

  /** Forgets what was offered. Whoever asks a thousand times a second begins the same one anew: arrays off the heap are dear to make. */
  begin(count: number): void {
    if (count > this.#rows.length) {
      this.#rows = new Int32Array(count);
      this.#values = new Float64Array(count);
    }
    this.#count = count;
    this.#length = 0;
    this.least = count > 0 ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  }

  /** Rows come in rising order, or equal ones are kept as they come. What is not a number never comes in. */
  offer(row: number, value: number): void {
    if (!(value > this.least)) return;
    if (this.#length < this.#count) this.#rise(row, value);
    else this.#sink(row, value);
    if (this.#length === this.#count) this.least = this.#values[0]!;
  }

  /** In no order; valid until something else is offered. */
  rows(): Int32Array {
    return this.#rows.subarray(0, this.#length);
  }

  /** Takes all of them out, best first. */
  take(): number[] {
    const out = new Array<number>(this.#length);
    while (this.#length > 0) {
      const last = --this.#length;
      out[last] = this.#rows[0]!;
      this.#sink(this.#rows[last]!, this.#values[last]!);
    }
    this.begin(this.#count);
    return out;
  }

  #rise(row: number, value: number): void {
    let at = this.#length++;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.#isWorse(row, value, parent)) break;
      this.#move(parent, at);
      at = parent;
    }
    this.#rows[at] = row;
    this.#values[at] = value;
  }

  #sink(row: number, value: number): void {
    let at = 0;
    for (let child = 1; child < this.#length; child = 2 * at + 1) {
      const right = child + 1;
      if (right < this.#length && this.#isWorse(this.#rows[right]!, this.#values[right]!, child)) child = right;
      if (!this.#isWorse(this.#rows[child]!, this.#values[child]!, -1, row, value)) break;
      this.#move(child, at);
      at = child;
    }
    this.#rows[at] = row;
    this.#values[at] = value;
  }

  #isWorse(row: number, value: number, at: number, otherRow = this.#rows[at]!, other = this.#values[at]!): boolean {
    return value < other || (value === other && row > otherRow);
  }

  #move(from: number, to: number): void {
    this.#rows[to] = this.#rows[from]!;
    this.#values[to] = this.#values[from]!;
  }
}
