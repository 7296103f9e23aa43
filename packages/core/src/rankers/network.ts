import type { ByteReader, ByteWriter } from '../model/index.ts';
import { Chance } from './chance.ts';
import { ColumnScale } from './column-scale.ts';
import { type Label, type Ranker, type RankerKind, readNumbers, sigmoid, writeNumbers } from './ranker.ts';

const HIDDEN = 24;
/** A minibatch: what just happened, and as much again and more of what happened before. */
const RECENT = 4;
const AGAIN = 12;
/** Rows that are kept to be learnt again, the oldest left out first: what has drifted away is forgotten. */
const KEPT = 2_000;
/** Adam: Kingma and Ba 2015. */
const RATE = 0.003;
const [MOMENTUM, SPREAD, LEAST] = [0.9, 0.999, 1e-8] as const;

/**
 * Two layers: 24 units with a leaky rectifier, and a sigmoid. Learns in minibatches of the last rows and of rows drawn from
 * those before, so that one listener's last hour does not overwrite what everybody taught.
 */
class Network implements Ranker {
  readonly #columns: number;
  readonly #chance: Chance;
  readonly #scale: ColumnScale;
  /** For each unit its coefficients and its intercept; then the output's. */
  readonly #weights: Float64Array;
  readonly #gradient: Float64Array;
  readonly #first: Float64Array;
  readonly #second: Float64Array;
  #steps = 0;
  /** Rows as they came, each followed by label and weight: a ring. */
  readonly #kept: Float64Array;
  #taken = 0;
  readonly #scaled: Float64Array;
  readonly #active = new Float64Array(HIDDEN);

  constructor(columns: number, seed: number, scale = new ColumnScale(columns)) {
    this.#columns = columns;
    this.#chance = new Chance(seed);
    this.#scale = scale;
    const size = HIDDEN * (columns + 1) + HIDDEN + 1;
    this.#weights = new Float64Array(size);
    this.#gradient = new Float64Array(size);
    this.#first = new Float64Array(size);
    this.#second = new Float64Array(size);
    this.#kept = new Float64Array(KEPT * (columns + 2));
    this.#scaled = new Float64Array(columns);
    // He et al. 2015: as much variance comes out of a layer as went in.
    for (let unit = 0; unit < HIDDEN; unit++) {
      for (let column = 0; column < columns; column++) {
        this.#weights[unit * (columns + 1) + column] = this.#chance.normal() * Math.sqrt(2 / columns);
      }
      this.#weights[HIDDEN * (columns + 1) + unit] = this.#chance.normal() * Math.sqrt(1 / HIDDEN);
    }
  }

  predict(row: Float64Array): number {
    this.#scale.scale(row, this.#scaled);
    const weights = this.#weights;
    const out = HIDDEN * (this.#columns + 1);
    let sum = weights[out + HIDDEN]!;
    for (let unit = 0, at = 0; unit < HIDDEN; unit++) {
      let of = 0;
      for (let column = 0; column < this.#columns; column++) of += weights[at++]! * this.#scaled[column]!;
      of += weights[at++]!;
      const active = of > 0 ? of : of * 0.01;
      this.#active[unit] = active;
      sum += weights[out + unit]! * active;
    }
    return sigmoid(sum);
  }

  learn(row: Float64Array, label: Label, weight: number): void {
    this.#scale.learn(row, weight);
    const at = (this.#taken % KEPT) * (this.#columns + 2);
    this.#kept.set(row, at);
    this.#kept[at + this.#columns] = label;
    this.#kept[at + this.#columns + 1] = weight;
    this.#taken++;
    if (this.#taken % RECENT !== 0) return;
    const known = Math.min(this.#taken, KEPT);
    for (let i = 0; i < RECENT; i++) this.#addGradient((this.#taken - 1 - i) % KEPT);
    for (let i = 0; i < AGAIN; i++) this.#addGradient(this.#chance.below(known));
    this.#step();
  }

  #addGradient(place: number): void {
    const columns = this.#columns;
    const at = place * (columns + 2);
    const error = (this.predict(this.#kept.subarray(at, at + columns)) - this.#kept[at + columns]!) * this.#kept[at + columns + 1]!;
    const gradient = this.#gradient;
    const out = HIDDEN * (columns + 1);
    for (let unit = 0, into = 0; unit < HIDDEN; unit++) {
      gradient[out + unit]! += error * this.#active[unit]!;
      const back = error * this.#weights[out + unit]! * (this.#active[unit]! > 0 ? 1 : 0.01);
      for (let column = 0; column < columns; column++) gradient[into++]! += back * this.#scaled[column]!;
      gradient[into++]! += back;
    }
    gradient[out + HIDDEN]! += error;
  }

  #step(): void {
    this.#steps++;
    const unbiased = (RATE * Math.sqrt(1 - SPREAD ** this.#steps)) / (1 - MOMENTUM ** this.#steps);
    for (let i = 0; i < this.#weights.length; i++) {
      const gradient = this.#gradient[i]! / (RECENT + AGAIN);
      this.#gradient[i] = 0;
      const first = MOMENTUM * this.#first[i]! + (1 - MOMENTUM) * gradient;
      const second = SPREAD * this.#second[i]! + (1 - SPREAD) * gradient * gradient;
      this.#first[i] = first;
      this.#second[i] = second;
      this.#weights[i]! -= (unbiased * first) / (Math.sqrt(second) + LEAST);
    }
  }

  write(out: ByteWriter): void {
    this.#scale.write(out);
    out.u32(this.#chance.state);
    out.f64(this.#steps);
    out.f64(this.#taken);
    for (const numbers of [this.#weights, this.#first, this.#second, this.#kept]) writeNumbers(out, numbers);
  }

  static read(from: ByteReader, columns: number): Network {
    const network = new Network(columns, 0, ColumnScale.read(from, columns));
    network.#chance.state = from.u32();
    network.#steps = from.f64();
    network.#taken = from.f64();
    for (const numbers of [network.#weights, network.#first, network.#second, network.#kept]) readNumbers(from, numbers);
    return network;
  }
}

export const network: RankerKind = {
  create: ({ columns, seed }) => new Network(columns, seed),
  read: (from, { columns }) => Network.read(from, columns),
};
