import { createRandom, normalOf } from '../random.ts';
import type { CreateRecommender } from './recommender.ts';
import { createRefitSchedule } from './refit.ts';

const FACTORS = 64;
const REGULARISATION = 15;
const CONFIDENCE = 1;
const ROUNDS = 12;
/** Conjugate gradient steps: from the factors of the round before, three are enough. */
const STEPS = 3;
const START = 0.1;

/** Implicit ALS (Hu, Koren and Volinsky 2008) for reference: trained in batches, both sides as they were at the last one. */
export const createAls: CreateRecommender = ({ userCount, itemCount, seed }) => {
  const random = createRandom(seed);
  const randomSide = (count: number) => Float64Array.from({ length: count * FACTORS }, () => normalOf(random) * START);
  const users = randomSide(userCount);
  const items = randomSide(itemCount);
  const tracksOf: Map<number, number>[] = Array.from({ length: userCount }, () => new Map());
  const listenersOf: Map<number, number>[] = Array.from({ length: itemCount }, () => new Map());
  const counts = new Float64Array(itemCount);
  let fitted = new Uint8Array(userCount);
  const schedule = createRefitSchedule();
  const fit = () => {
    schedule.fitted();
    for (let round = 0; round < ROUNDS; round++) {
      solveSide(users, items, tracksOf);
      solveSide(items, users, listenersOf);
    }
    fitted = Uint8Array.from(tracksOf, ({ size }) => (size > 0 ? 1 : 0));
  };
  return {
    learn({ user, item, strength }) {
      tracksOf[user]!.set(item, (tracksOf[user]!.get(item) ?? 0) + strength);
      listenersOf[item]!.set(user, (listenersOf[item]!.get(user) ?? 0) + strength);
      counts[item]!++;
      schedule.count();
    },
    settle: fit,
    score(user, _nowMs, into) {
      if (schedule.due()) fit();
      // Whoever came after the last fit gets what everybody likes.
      if (!fitted[user]) {
        into.set(counts);
        return;
      }
      const own = users.subarray(user * FACTORS, (user + 1) * FACTORS);
      for (let item = 0; item < itemCount; item++) into[item] = dot(own, items, item * FACTORS);
    },
  };
};

/** Each vector of one side by least squares against the other: (Y'Y + λI + Σ c·yy') x = Σ (1 + c)·y. */
function solveSide(side: Float64Array, other: Float64Array, observed: readonly ReadonlyMap<number, number>[]): void {
  const gram = gramOf(other);
  const residual = new Float64Array(FACTORS);
  const direction = new Float64Array(FACTORS);
  const image = new Float64Array(FACTORS);
  observed.forEach((seen, at) => {
    const x = side.subarray(at * FACTORS, (at + 1) * FACTORS);
    if (seen.size === 0) {
      x.fill(0);
      return;
    }
    const apply = (vector: Float64Array, out: Float64Array) => {
      for (let i = 0; i < FACTORS; i++) out[i] = REGULARISATION * vector[i]! + dot(vector, gram, i * FACTORS);
      for (const [id, strength] of seen) addScaled(out, other, id * FACTORS, CONFIDENCE * strength * dot(vector, other, id * FACTORS));
    };
    apply(x, residual);
    for (let i = 0; i < FACTORS; i++) residual[i] = -residual[i]!;
    for (const [id, strength] of seen) addScaled(residual, other, id * FACTORS, 1 + CONFIDENCE * strength);
    direction.set(residual);
    let size = dot(residual, residual, 0);
    for (let step = 0; step < STEPS && size > 1e-20; step++) {
      apply(direction, image);
      const length = size / dot(direction, image, 0);
      addScaled(x, direction, 0, length);
      addScaled(residual, image, 0, -length);
      const next = dot(residual, residual, 0);
      for (let i = 0; i < FACTORS; i++) direction[i] = residual[i]! + (next / size) * direction[i]!;
      size = next;
    }
  });
}

function gramOf(vectors: Float64Array): Float64Array {
  const out = new Float64Array(FACTORS * FACTORS);
  for (let at = 0; at < vectors.length; at += FACTORS) {
    for (let i = 0; i < FACTORS; i++) {
      const value = vectors[at + i]!;
      if (value !== 0) for (let j = 0; j < FACTORS; j++) out[i * FACTORS + j]! += value * vectors[at + j]!;
    }
  }
  return out;
}

function dot(a: Float64Array, b: Float64Array, at: number): number {
  let sum = 0;
  for (let i = 0; i < FACTORS; i++) sum += a[i]! * b[at + i]!;
  return sum;
}

function addScaled(into: Float64Array, from: Float64Array, at: number, scale: number): void {
  for (let i = 0; i < FACTORS; i++) into[i]! += scale * from[at + i]!;
}
