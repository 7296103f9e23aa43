import type { ByteReader, ByteWriter } from '../model/index.ts';
import type { Label, Ranker, RankerKind } from './ranker.ts';

/** The share of ones so far: what any ranker has to beat. */
class BaseRate implements Ranker {
  #ones = 1;
  #weight = 2;

  predict(): number {
    return this.#ones / this.#weight;
  }

  learn(_row: Float64Array, label: Label, weight: number): void {
    this.#ones += label * weight;
    this.#weight += weight;
  }

  write(out: ByteWriter): void {
    out.f64(this.#ones);
    out.f64(this.#weight);
  }

  static read(from: ByteReader): BaseRate {
    const rate = new BaseRate();
    rate.#ones = from.f64();
    rate.#weight = from.f64();
    return rate;
  }
}

export const baseRate: RankerKind = { create: () => new BaseRate(), read: (from) => BaseRate.read(from) };
