import type { ByteReader, ByteWriter } from '../model/index.ts';
import { adaptiveTree } from './adaptive-tree.ts';
import { ftrl } from './ftrl.ts';
import { network } from './network.ts';
import { type Label, logOdds, type Ranker, type RankerKind, type RankerShape, readNumbers, sigmoid, writeNumbers } from './ranker.ts';
import { scaledLogistic } from './scaled-logistic.ts';

const KINDS = [scaledLogistic, ftrl, adaptiveTree, network] as const;
/** Of every row's trust, so much is dealt out anew: one that was wrong for long is back within some hundred rows. */
const SHARE = 0.002;
/** What is left of the trust in one that was wrong once. */
const WRONG = Math.exp(-1);
/** Of the slope that makes the members' mean say what it should; no member is so sure that more could be learnt from it. */
const SLOPE_RATE = 0.005;
const SUREST = 6;

/**
 * Two logistics, an adaptive tree and a network, mixed by how often each has lately been wrong: exponential weights with a
 * fixed share (Herbster and Warmuth, Tracking the Best Expert, 1998). The mean is of log-odds, and stretched by a slope
 * that is learnt: it changes no decision, only how sure it is.
 */
class Blend implements Ranker {
  readonly #members: readonly Ranker[];
  readonly #trust: Float64Array;
  /** Log-odds that the members have said last. */
  readonly #said: Float64Array;
  #slope = 1;
  constructor(members: readonly Ranker[]) {
    this.#members = members;
    this.#trust = new Float64Array(members.length).fill(1 / members.length);
    this.#said = new Float64Array(members.length);
  }

  predict(row: Float64Array): number {
    return sigmoid(this.#slope * this.#meanOf(row));
  }

  learn(row: Float64Array, label: Label, weight: number): void {
    const mean = this.#meanOf(row);
    this.#slope = Math.max(0, this.#slope + SLOPE_RATE * weight * (label - sigmoid(this.#slope * mean)) * mean);
    let sum = 0;
    for (let i = 0; i < this.#trust.length; i++) {
      if (this.#said[i]! > 0 !== (label === 1)) this.#trust[i]! *= WRONG ** weight;
      sum += this.#trust[i]!;
    }
    for (let i = 0; i < this.#trust.length; i++) this.#trust[i] = (1 - SHARE) * (this.#trust[i]! / sum) + SHARE / this.#trust.length;
    for (const member of this.#members) member.learn(row, label, weight);
  }

  #meanOf(row: Float64Array): number {
    let sum = 0;
    for (let i = 0; i < this.#members.length; i++) {
      const said = logOdds(this.#members[i]!.predict(row));
      this.#said[i] = Math.max(-SUREST, Math.min(SUREST, said));
      sum += this.#trust[i]! * this.#said[i]!;
    }
    return sum;
  }

  write(out: ByteWriter): void {
    writeNumbers(out, this.#trust);
    out.f64(this.#slope);
    for (const member of this.#members) member.write(out);
  }

  static read(from: ByteReader, shape: RankerShape): Blend {
    const trust = new Float64Array(KINDS.length);
    readNumbers(from, trust);
    const slope = from.f64();
    const blend = new Blend(KINDS.map((kind) => kind.read(from, shape)));
    blend.#trust.set(trust);
    blend.#slope = slope;
    return blend;
  }
}

export const blend: RankerKind = { create: (shape) => new Blend(KINDS.map((kind) => kind.create(shape))), read: Blend.read };
