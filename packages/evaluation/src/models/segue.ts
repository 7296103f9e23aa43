import type { ArtistId, ListenerId, OutboxId, TrackId } from '@segue/core/events';
import { SIGNALS, type Signal } from '@segue/core/features';
import { freshState, Learning, type ModelView, type Track } from '@segue/core/model';
import { contextOf, createScorer, topRows } from '@segue/core/ranking';
import type { CreateRecommender, Recommender, World } from './recommender.ts';

const LISTENS_A_WHILE = 50;
const trackIdOf = (item: number) => `track-${item}` as TrackId;
const listenerIdOf = (user: number) => `listener-${user}` as ListenerId;

/** What serves: core's model in one process, asked for the scores of all tracks. Nothing in it is set here. */
export const createSegue: CreateRecommender = (world) => createWith(world, SIGNALS);

/** By name, what serves less one of its signals: what that one adds. */
export const SEGUE_WITHOUT: Readonly<Record<string, CreateRecommender>> = Object.fromEntries(
  SIGNALS.map(({ name }) => [`segue-without-${name}`, (world: World) => createWith(world, without(name))]),
);

const without = (left: string) => SIGNALS.filter(({ name }) => name !== left);

function createWith({ itemCount, seed }: World, signals: readonly Signal[]): Recommender {
  const learning = new Learning(
    Array.from({ length: itemCount }, (_, item) => unknownTrack(item)),
    { seed },
  );
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
    learn({ user, item, atMs, strength }) {
      const whenMs = atMs ?? 0;
      learning.learn({
        v: 1,
        listenerId: listenerIdOf(user),
        act: { type: 'complete', trackId: trackIdOf(item), heardFraction: 1 },
        strength,
        outbox: 'evaluation' as OutboxId,
        number: ++events,
        occurredAtMs: whenMs,
        receivedAtMs: whenMs,
        origin: 'imported',
        ...(atMs === null ? { timeless: true } : {}),
      });
    },
    settle: () => learning.settle(),
    score(user, nowMs, into) {
      const taste = learning.tasteOf(listenerIdOf(user));
      const { model } = learning;
      const wallMs = nowMs ?? 0;
      const context = contextOf({
        model,
        listener: taste?.state ?? freshState(model.priorOf({ country: null, ageBand: null, genres: [] })),
        fatigue: new Map(),
        wallMs,
        trending: { rows: mostHeardRow(model) },
      });
      // Rows are items: all tracks were there from the start.
      into.set(createScorer(context, rows, signals).scores);
    },
  };
}

/** These data say nothing of a track but its id. */
function unknownTrack(item: number): Track {
  return {
    id: trackIdOf(item),
    title: '',
    artistId: '' as ArtistId,
    artist: '',
    album: null,
    genres: [],
    key: null,
    tempoBpm: 0,
    energy: 0.5,
    durationSeconds: 0,
    seed: 0,
    sound: 'stand-in',
    path: null,
    hasCover: false,
    addedAtMs: 0,
  };
}
