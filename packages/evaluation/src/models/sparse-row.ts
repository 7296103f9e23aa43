/** A sum for each of a few hundred ids out of many: open addressing, pruned to the strongest when full. */
export class SparseRow {
  #keys = new Int32Array(FIRST_SLOTS).fill(FREE);
  #values = new Float64Array(FIRST_SLOTS);
  #size = 0;
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
  }

  /** Slots, free ones included: read with `keyAt`, which is negative where a slot is free. */
  get slots(): number {
    return this.#keys.length;
  }

  keyAt(slot: number): number {
    return this.#keys[slot]!;
  }

  valueAt(slot: number): number {
    return this.#values[slot]!;
  }

  add(key: number, by: number): void {
    let slot = this.#slotOf(key);
    if (this.#keys[slot] === FREE) {
      if (this.#size >= this.#most) this.#rebuild(this.#strongest(Math.floor(this.#most * KEPT_SHARE)));
      else if (this.#size >= this.#keys.length / 2) this.#rebuild(this.#strongest(this.#size));
      slot = this.#slotOf(key);
      this.#keys[slot] = key;
      this.#values[slot] = 0;
      this.#size++;
    }
    this.#values[slot]! += by;
  }

  scale(by: number): void {
    for (let slot = 0; slot < this.#values.length; slot++) this.#values[slot]! *= by;
  }

  /** into[key] += scale * value, for all. */
  addInto(into: Float64Array, scale: number): void {
    const keys = this.#keys;
    const values = this.#values;
    for (let slot = 0; slot < keys.length; slot++) {
      const key = keys[slot]!;
      if (key !== FREE) into[key]! += scale * values[slot]!;
    }
  }

  #slotOf(key: number): number {
    const mask = this.#keys.length - 1;
    let slot = (Math.imul(key, 0x9e3779b1) >>> 8) & mask;
    while (this.#keys[slot] !== FREE && this.#keys[slot] !== key) slot = (slot + 1) & mask;
    return slot;
  }

  #strongest(count: number): readonly (readonly [number, number])[] {
    const all: (readonly [number, number])[] = [];
    this.#keys.forEach((key, slot) => {
      if (key !== FREE) all.push([key, this.#values[slot]!]);
    });
    if (count >= all.length) return all;
    return all.sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, count);
  }

  #rebuild(entries: readonly (readonly [number, number])[]): void {
    let slots = FIRST_SLOTS;
    while (slots < entries.length * 2 + 2) slots *= 2;
    this.#keys = new Int32Array(slots).fill(FREE);
    this.#values = new Float64Array(slots);
    this.#size = entries.length;
    for (const [key, value] of entries) {
      const slot = this.#slotOf(key);
      this.#keys[slot] = key;
      this.#values[slot] = value;
    }
  }
}

const FREE = -1;
const FIRST_SLOTS = 16;
const KEPT_SHARE = 0.75;
