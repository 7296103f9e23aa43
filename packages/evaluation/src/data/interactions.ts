import { hashOf } from '@segue/core/model';
import { createRandom, permutation } from '../random.ts';

/** Who listened to what, in the order of the stream. Ids are dense and shuffled: their order tells nothing. */
export interface Interactions {
  readonly name: string;
  readonly userCount: number;
  readonly itemCount: number;
  readonly users: Int32Array;
  readonly items: Int32Array;
  readonly strengths: Float64Array;
  /** ms since 1970; null where the source knows no times. */
  readonly atMs: Float64Array | null;
  /** Whether a listener's rows are in the order in which they happened. */
  readonly inOrder: boolean;
}

export interface Row {
  readonly user: string;
  readonly item: string;
  readonly strength: number;
  /** ms since 1970; null where the source knows no times. */
  readonly atMs: number | null;
}

export type Order = 'by-time' | 'as-read' | 'none';

/**
 * Puts rows in the order of the stream. By time: ties go by a seeded hash of user and item. As read: each listener's rows
 * keep their order and the listeners are interleaved by chance. None: a seeded shuffle.
 */
export function interactionsOf(name: string, rows: readonly Row[], order: Order, seed: number): Interactions {
  const users = shuffledIds(
    rows.map(({ user }) => user),
    seed,
  );
  const items = shuffledIds(
    rows.map(({ item }) => item),
    seed + 1,
  );
  const places = placesOf(rows, order, seed);
  const take = (ids: Int32Array) => places.map((place) => ids[place]!);
  return {
    name,
    userCount: users.count,
    itemCount: items.count,
    users: take(users.ids),
    items: take(items.ids),
    strengths: Float64Array.from(places, (place) => rows[place]!.strength),
    atMs: order === 'by-time' ? Float64Array.from(places, (place) => rows[place]!.atMs ?? 0) : null,
    inOrder: order !== 'none',
  };
}

function placesOf(rows: readonly Row[], order: Order, seed: number): Int32Array {
  if (order === 'none') return permutation(rows.length, createRandom(seed));
  const first = order === 'by-time' ? Float64Array.from(rows, ({ atMs }) => atMs ?? 0) : interleaving(rows, seed);
  const second = Float64Array.from(rows, ({ user, item }) => hashOf(`${user}\t${item}`, seed));
  return Int32Array.from({ length: rows.length }, (_, i) => i).sort((a, b) => first[a]! - first[b]! || second[a]! - second[b]! || a - b);
}

/** Each listener's rows get as many chance moments as there are rows, in order. */
function interleaving(rows: readonly Row[], seed: number): Float64Array {
  const random = createRandom(seed);
  const placesByUser = new Map<string, number[]>();
  rows.forEach(({ user }, place) => {
    const places = placesByUser.get(user);
    if (places) places.push(place);
    else placesByUser.set(user, [place]);
  });
  const out = new Float64Array(rows.length);
  for (const places of placesByUser.values()) {
    const moments = Float64Array.from(places, random).sort();
    places.forEach((place, i) => {
      out[place] = moments[i]!;
    });
  }
  return out;
}

/** Dense ids of names, in an order that the seed decides. */
export function shuffledIds(names: readonly string[], seed: number): { readonly ids: Int32Array; readonly count: number } {
  const known = new Map<string, number>();
  const ids = Int32Array.from(names, (name) => {
    const id = known.get(name) ?? known.size;
    known.set(name, id);
    return id;
  });
  const shuffled = permutation(known.size, createRandom(seed));
  return { ids: ids.map((id) => shuffled[id]!), count: known.size };
}
