import { mix } from '../model/index.ts';

/** A sequence of numbers that the seed decides: a Weyl sequence, mixed. Its whole state is one number. */
export class Chance {
  state: number;
  constructor(state: number) {
    this.state = state >>> 0;
  }

  /** 0 (included) to 1 (excluded). */
  next(): number {
    this.state = (this.state + 0x9e3779b9) >>> 0;
    return mix(this.state) / 0x1_0000_0000;
  }

  /** A whole number from 0, below `size`. */
  below(size: number): number {
    return Math.floor(this.next() * size);
  }

  /** Standard normal, Box and Muller. */
  normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.next())) * Math.cos(2 * Math.PI * this.next());
  }

  /** Poisson with mean 1, Knuth. */
  poisson(): number {
    let count = 0;
    for (let product = this.next(); product > 1 / Math.E; product *= this.next()) count++;
    return count;
  }
}
