import {
  type Heard,
  type ListenerId,
  type Position,
  parseListenEvent,
  partitionOf,
  type Revision,
  type Slate,
  type Timings,
  type TrackCard,
} from '@segue/core/events';
import { freshState, type ModelView, type Taste, type Track, unpackTaste } from '@segue/core/model';
import type { EventLog, OnlineStore } from '@segue/core/ports';
import { cardOf as coreCardOf, NEAREST, type Pending, type Placed, placeOf, type RankInput, rankSlate } from '@segue/core/ranking';
import type { Nearest } from '@segue/nearest';
import type { Explained } from '../shadow/shadow.ts';
import { slateJson } from './slate-json.ts';

export const SLATE_ROWS = 20;
const CACHED_SECONDS = 3_600;
const encoder = new TextEncoder();

export interface SlateMakerDeps {
  readonly log: EventLog;
  readonly store: OnlineStore;
  readonly model: ModelView;
  readonly nearest: Nearest;
  readonly epoch: () => number;
  /** Counts what changes a slate and is no event: the version of the catalogue, the same on every instance. */
  readonly view: () => number;
  readonly seed: number;
  readonly nowMs: () => number;
  readonly soundVersion: (track: Track) => string;
  /** What is tried on a listener: another ranking, and what exploration draws from. */
  readonly tried?: (listener: ListenerId) => Pick<RankInput, 'challenge' | 'belief'>;
  readonly status: () => { readonly degraded: readonly string[]; readonly teaching: number | null };
}

/** What a slate is made from, as somebody holds it. */
export interface SlateInput {
  readonly listener: ListenerId;
  readonly taste: Taste | null;
  readonly pending: readonly Pending[];
  readonly heard: Heard | null;
  readonly timings: Timings | null;
  readonly tune?: { readonly discover: number; readonly energy: number };
  /** What `neighbours` gave for this taste, where it gave anything. */
  readonly neighbours?: readonly number[] | null;
  /** What stood where when this taste was ranked before. */
  readonly again?: readonly Placed[] | null;
}

export function createSlateMaker({ log, store, model, nearest, epoch, view, seed, nowMs, soundVersion, tried, status }: SlateMakerDeps) {
  // A track that changes is another object, and its sound or cover another version of it: else its card is made once.
  const cards = new WeakMap<Track, { readonly version: string; readonly card: TrackCard }>();
  const cardOf = (track: Track): TrackCard => {
    const version = soundVersion(track);
    const known = cards.get(track);
    if (known?.version === version) return known.card;
    const card = coreCardOf(track, { soundUrl: `/audio/${track.id}?v=${version}`, coverUrl: `/covers/${track.id}?v=${version}` });
    cards.set(track, { version, card });
    return card;
  };
  const partition = (listener: ListenerId) => partitionOf(listener, log.partitions('listens'));

  /** In a large catalogue a thread looks for the nearest, and has to be asked first; in a small one ranking looks for itself. */
  function neighbours(taste: Taste | null): Promise<readonly number[]> | null {
    return nearest.search(placeOf(taste?.state ?? freshState(null), model), NEAREST);
  }

  function makeExplained({ listener, taste, pending, heard, timings, tune, neighbours: found, again = null }: SlateInput): Explained {
    const { parts, teams, placed, ...ranked } = rankSlate({
      model,
      taste,
      pending,
      nowMs: nowMs(),
      size: SLATE_ROWS,
      seed,
      cardOf,
      ...(tune ? { tune } : {}),
      ...(found ? { neighbours: found } : {}),
      again,
      ...tried?.(listener),
    });
    const revision: Revision = { epoch: epoch(), taste: taste?.revision ?? 0, view: view() };
    const { degraded, teaching } = status();
    return { slate: { revision, ...ranked, heard, timings, degraded: [...degraded], teaching }, taste, parts, teams, placed };
  }

  return {
    cardOf,
    partition,
    view,
    makeExplained,
    neighbours,

    /** Asks for the nearest where that is somebody else's work, and ranks. */
    async makeNow(input: Omit<SlateInput, 'neighbours'>): Promise<Slate> {
      return makeExplained({ ...input, neighbours: await neighbours(input.taste) }).slate;
    },

    async loadTaste(listener: ListenerId): Promise<Taste | null> {
      const [stored] = await store.tastes.load(partition(listener), [listener]);
      return stored ? unpackTaste(stored.record) : null;
    },

    async loadPending(listener: ListenerId): Promise<Pending[]> {
      const acts = await store.pending.list(partition(listener), listener);
      return acts.flatMap(({ position, event }) => {
        const parsed = parseListenEvent(event);
        return parsed.ok ? [{ position, event: parsed.event }] : [];
      });
    },

    /** Keeps a slate for whoever draws the next page, with what was said last; one with acts laid over it is for the moment only. */
    async keep(listener: ListenerId, slate: Slate, tasteAt: Position | null): Promise<void> {
      const bytes = encoder.encode(slateJson({ ...slate, timings: null }));
      await store.slates.put(partition(listener), listener, { revision: slate.revision, tasteAt, bytes }, { ttlSeconds: CACHED_SECONDS });
    },
  };
}
export type SlateMaker = ReturnType<typeof createSlateMaker>;
