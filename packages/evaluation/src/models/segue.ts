import { SIGNALS, type Signal } from '@segue/core/features';
import { freshState, type ModelView } from '@segue/core/model';
import { contextOf, createScorer, topRows } from '@segue/core/ranking';
import type { CreateRecommender, Recommender, World } from './recommender.ts';
import { createTaughtSegue, listenerIdOf } from './taught-segue.ts';

const LISTENS_A_WHILE = 50;

/** What serves: core's model in one process, asked for the scores of all tracks. Nothing in it is set here. */
export const createSegue: CreateRecommender = (world) => createWith(world, SIGNALS);

/** By name, what serves less one of its signals: what that one adds. */
export const SEGUE_WITHOUT: Readonly<Record<string, CreateRecommender>> = Object.fromEntries(
  SIGNALS.map(({ name }) => [`segue-without-${name}`, (world: World) => createWith(world, without(name))]),
);

const without = (left: string) => SIGNALS.filter(({ name }) => name !== left);

function createWith(world: World, signals: readonly Signal[]): Recommender {
  const { itemCount } = world;
  const { learning, learn, settle, askedMs } = createTaughtSegue(world);
  const rows = Int32Array.from({ length: itemCount }, (_, row) => row);
  let events = 0;
  let mostHeard: readonly number[] = [];
  let heardAt = 0;
  /** The most heard track, for scale, as whoever serves knows it: of a while ago. */
  const mostHeardRow = (model: ModelView): readonly number[] => {
    if (mostHeard.length === 0 || events - heardAt >= LISTENS_A_WHILE) {
      mostHeard = topRows(
        Float64Array.from(rows, (row) => model.popularityAt(row)),
        itemCount,
        1,
      );
      heardAt = events;
    }
    return mostHeard;
  };
  return {
    learn(listen) {
      events++;
      learn(listen);
    },
    settle,
    score(user, nowMs, into) {
      const taste = learning.tasteOf(listenerIdOf(user));
      const { model } = learning;
      const context = contextOf({
        model,
        listener: taste?.state ?? freshState(model.priorOf({ country: null, ageBand: null, genres: [] })),
        fatigue: new Map(),
        wallMs: askedMs(user, nowMs),
        trending: { rows: mostHeardRow(model) },
      });
      into.set(createScorer(context, rows, signals).scores);
    },
  };
}
