import type { CreateRecommender } from './recommender.ts';
import { SparseRow } from './sparse-row.ts';

/** Neighbours a track keeps. */
const MOST_NEIGHBOURS = 400;
/** A new track is paired with so many of the listener's before it, the later the more. */
const PAIRED_BACK = 100;
const PAIR_FALL = 0.9;
/** What came later says less about what comes before it than the other way round. */
const BACKWARD = 0.5;
/** The list is made from so many of the listener's last tracks, the later the more. */
const SCORED_BACK = 20;
const SCORE_FALL = 0.85;
/** Between counting pairs (0) and cosine (.5) on either side. */
const LESS_POPULAR = 0.4;
const POPULARITY_SHARE = 0.1;
const POPULARITY_HALF_LIFE_LISTENS = 1_000;
const MOST = 1e100;

/** What was listened to shortly after what: neighbours of each track, summed over all listeners, plus recent popularity. */
export const createColisten: CreateRecommender = ({ itemCount, userCount, inOrder }) => {
  const neighbours: (SparseRow | undefined)[] = new Array(itemCount);
  const lastOf: number[][] = Array.from({ length: userCount }, () => []);
  const counts = new Float64Array(itemCount);
  const popularity = new Float64Array(itemCount);
  const growth = inOrder ? 2 ** (1 / POPULARITY_HALF_LIFE_LISTENS) : 1;
  let unit = 1;
  const rowOf = (item: number): SparseRow => {
    neighbours[item] ??= new SparseRow(MOST_NEIGHBOURS);
    return neighbours[item];
  };
  const countListen = (item: number) => {
    counts[item]!++;
    popularity[item]! += unit;
    unit *= growth;
    if (unit < MOST) return;
    for (let i = 0; i < itemCount; i++) popularity[i]! /= unit;
    unit = 1;
  };
  return {
    learn({ user, item }) {
      const last = lastOf[user]!;
      const own = rowOf(item);
      let weight = 1;
      for (let i = last.length - 1; i >= 0; i--) {
        const before = last[i]!;
        if (before !== item) {
          rowOf(before).add(item, weight);
          own.add(before, weight * BACKWARD);
        }
        if (inOrder) weight *= PAIR_FALL;
      }
      countListen(item);
      last.push(item);
      if (last.length > PAIRED_BACK) last.shift();
    },
    score(user, _nowMs, into) {
      into.fill(0);
      const last = lastOf[user]!;
      let weight = 1;
      for (let i = last.length - 1; i >= Math.max(0, last.length - SCORED_BACK); i--) {
        const item = last[i]!;
        neighbours[item]?.addInto(into, weight / counts[item]! ** LESS_POPULAR);
        if (inOrder) weight *= SCORE_FALL;
      }
      const share = POPULARITY_SHARE / POPULARITY_HALF_LIFE_LISTENS / unit;
      for (let i = 0; i < itemCount; i++) {
        if (counts[i]! > 0) into[i] = into[i]! / counts[i]! ** LESS_POPULAR + share * popularity[i]!;
      }
    },
  };
};
