import type { ByteReader, ByteWriter } from '../model/index.ts';
import type { Label } from './ranker.ts';

const DELTA = 0.002;
/** Buckets of one size; one more, and the two oldest become one of the next size. */
const BUCKETS = 5;
const LOOK_EVERY = 32;
const LEAST_WIDTH = 10;
const LEAST_PART = 5;

/**
 * A window over zeros and ones that drops its older part once that differs from the newer: Bifet and Gavaldà, Learning from
 * Time-Changing Data with Adaptive Windowing, 2007. An exponential histogram: log(width) numbers hold it.
 */
export class Adwin {
  /** Sums of the buckets of 2^size elements, oldest first. Of bits the variance within a bucket follows from its sum. */
  #sums: number[][] = [[]];
  #width = 0;
  #total = 0;
  #ticks = 0;

  get width(): number {
    return this.#width;
  }

  get mean(): number {
    return this.#width > 0 ? this.#total / this.#width : 0;
  }

  /** Takes one more bit. Whether something was dropped: what came lately is unlike what came before. */
  add(bit: Label): boolean {
    this.#sums[0]!.push(bit);
    this.#width++;
    this.#total += bit;
    for (let size = 0; size < this.#sums.length && this.#sums[size]!.length > BUCKETS; size++) {
      if (size + 1 === this.#sums.length) this.#sums.push([]);
      const [first, second] = this.#sums[size]!.splice(0, 2);
      this.#sums[size + 1]!.push(first! + second!);
    }
    this.#ticks = (this.#ticks + 1) % LOOK_EVERY;
    if (this.#ticks !== 0 || this.#width <= LEAST_WIDTH) return false;
    let changed = false;
    while (this.#width > LEAST_WIDTH && this.#cutFound()) {
      changed = true;
      this.#dropOldest();
    }
    return changed;
  }

  #cutFound(): boolean {
    const mean = this.mean;
    const variance = mean * (1 - mean);
    const confidence = Math.log((2 * Math.log(this.#width)) / DELTA);
    let older = 0;
    let olderSum = 0;
    for (let size = this.#sums.length - 1; size >= 0; size--) {
      for (const sum of this.#sums[size]!) {
        older += 2 ** size;
        olderSum += sum;
        const newer = this.#width - older;
        if (newer < LEAST_PART) return false;
        if (older < LEAST_PART) continue;
        const parts = 1 / (older - LEAST_PART + 1) + 1 / (newer - LEAST_PART + 1);
        const bound = Math.sqrt(2 * parts * variance * confidence) + (2 / 3) * parts * confidence;
        if (Math.abs(olderSum / older - (this.#total - olderSum) / newer) > bound) return true;
      }
    }
    return false;
  }

  #dropOldest(): void {
    while (this.#sums.length > 1 && this.#sums.at(-1)!.length === 0) this.#sums.pop();
    const oldest = this.#sums.at(-1)!.shift() ?? 0;
    this.#width -= 2 ** (this.#sums.length - 1);
    this.#total -= oldest;
  }

  write(out: ByteWriter): void {
    out.u8(this.#ticks);
    out.u8(this.#sums.length);
    for (const sums of this.#sums) {
      out.u8(sums.length);
      for (const sum of sums) out.f64(sum);
    }
  }

  static read(from: ByteReader): Adwin {
    const window = new Adwin();
    window.#ticks = from.u8();
    window.#sums = Array.from({ length: from.u8() }, () => Array.from({ length: from.u8() }, () => from.f64()));
    window.#sums.forEach((sums, size) => {
      window.#width += sums.length * 2 ** size;
      for (const sum of sums) window.#total += sum;
    });
    return window;
  }
}
