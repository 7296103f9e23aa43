import type { TrackId } from '@segue/core/events';
import type { Replay } from '@segue/core/model';
import { trendingOf } from '@segue/core/ranking';
import { listenerIdOf, profileActOf, simulatedEvent } from './play.ts';
import { LIST_SIZE, listFor } from './ranked.ts';
import type { Play, Society } from './session-log.ts';
import type { Heard, TrueTaste } from './taste.ts';

/** Events after which the list is looked at. */
export const AFTER = [0, 1, 2, 5, 10] as const;

const LAST = 10;

export interface ColdStartPoint {
  readonly after: number;
  /** Share of newcomers whose next track that they chose themselves and heard out stood in their list of 20. */
  readonly hitRate: number;
  /** Mean true chance of hearing out, over the tracks of the list. */
  readonly liked: number;
}

export interface ColdStart {
  readonly newcomers: number;
  /** Who told country and age band, and nothing else. */
  readonly withDemographics: readonly ColdStartPoint[];
  readonly without: readonly ColdStartPoint[];
  /** The same of lists that know nothing of the listener, and of one that knows everything. */
  readonly references: readonly Reference[];
}

export interface Reference {
  readonly name: 'chance' | 'popular' | 'true taste';
  readonly hitRate: number;
  readonly liked: number;
}

/**
 * Newcomers whom the model never saw come one after the other; once telling who they are, and once, in a world of its own,
 * not: what the one teaches must not be what the other is helped by.
 */
export function measureColdStart({
  taught,
  society,
  first,
  newcomers,
  nowMs,
  seed,
}: {
  /** A new replay that has learnt everything before the newcomers. */
  readonly taught: () => Replay;
  readonly society: Society;
  /** Of the society, the first that the model never saw. */
  readonly first: number;
  readonly newcomers: number;
  /** When they come: after everything that was learnt. */
  readonly nowMs: number;
  readonly seed: number;
}): ColdStart {
  const { all } = society.shelf;
  const byId = new Map(all.map((track) => [track.id, track]));
  const guests = Array.from({ length: newcomers }, (_, i) => {
    const taste = society.tasteOf(first + i);
    const plays = firstPlaysOf(society, taste);
    return { taste, plays, next: nextHeardOut(plays) };
  });
  const likedIn = (taste: TrueTaste, list: readonly TrackId[]) => mean(list.map((id) => taste.appealOf(byId.get(id)!)));

  function come(replay: Replay, telling: boolean): ColdStartPoint[] {
    const tally = createTally();
    for (const { taste, plays, next } of guests) {
      const listener = listenerIdOf(`newcomer-${taste.index}`);
      let number = 0;
      if (telling) replay.learn(simulatedEvent(listener, ++number, nowMs, profileActOf(taste.profile)));
      for (let after = 0; after <= LAST; after++) {
        if (AFTER.some((one) => one === after)) {
          const list = listFor(replay, listener, { nowMs, seed });
          tally.add(after, next(after), list, likedIn(taste, list));
        }
        const play = plays[after]!;
        replay.learn(simulatedEvent(listener, ++number, nowMs + (play.atMs - plays[0]!.atMs), play.act));
      }
    }
    return tally.points();
  }

  const popular = popularOf(taught(), nowMs);
  const referenceOf = (name: Reference['name'], listOf: (taste: TrueTaste) => readonly TrackId[]): Reference => {
    const tally = createTally();
    for (const { taste, next } of guests) {
      const list = listOf(taste);
      tally.add(0, next(0), list, likedIn(taste, list));
    }
    const [{ hitRate, liked }] = tally.points() as [ColdStartPoint];
    return { name, hitRate, liked };
  };
  return {
    newcomers,
    withDemographics: come(taught(), true),
    without: come(taught(), false),
    references: [
      {
        name: 'chance',
        hitRate: LIST_SIZE / all.length,
        liked: mean(guests.map(({ taste }) => mean(all.map((track) => taste.appealOf(track))))),
      },
      referenceOf('popular', () => popular),
      referenceOf('true taste', (taste) => bestOf(all, taste)),
    ],
  };
}

/** At least so many plays that what comes next is known, from the listener's own days. */
function firstPlaysOf(society: Society, taste: TrueTaste): Play[] {
  const plays: Play[] = [];
  for (let day = 0; plays.length < LAST * 2; day++) plays.push(...society.dayOf(taste, day));
  return plays;
}

/** The first track that is heard out after so many plays, and was not played before. */
const nextHeardOut =
  (plays: readonly Play[]) =>
  (after: number): TrackId | null => {
    const had = new Set(plays.slice(0, after).map(({ act }) => act.trackId));
    return plays.slice(after).find(({ act }) => act.type === 'complete' && !had.has(act.trackId))?.act.trackId ?? null;
  };

const popularOf = (replay: Replay, nowMs: number): TrackId[] => {
  const model = replay.view();
  return trendingOf(model, nowMs)
    .rows.slice(0, LIST_SIZE)
    .map((row) => model.trackAt(row).id);
};

const bestOf = (all: readonly Heard[], taste: TrueTaste): TrackId[] =>
  all
    .toSorted((a, b) => taste.appealOf(b) - taste.appealOf(a))
    .slice(0, LIST_SIZE)
    .map(({ id }) => id);

function createTally() {
  const sums = new Map<number, { hits: number; liked: number; asked: number; lists: number }>();
  const at = (after: number) => {
    const known = sums.get(after) ?? { hits: 0, liked: 0, asked: 0, lists: 0 };
    sums.set(after, known);
    return known;
  };
  return {
    add(after: number, next: TrackId | null, list: readonly TrackId[], liked: number) {
      const sum = at(after);
      if (next !== null) {
        sum.asked++;
        if (list.includes(next)) sum.hits++;
      }
      sum.liked += liked;
      sum.lists++;
    },
    points: (): ColdStartPoint[] =>
      [...sums].map(([after, { hits, liked, asked, lists }]) => ({ after, hitRate: hits / asked, liked: liked / lists })),
  };
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
