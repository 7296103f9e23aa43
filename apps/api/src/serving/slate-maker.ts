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
import { type ModelView, type Taste, type Track, unpackTaste } from '@segue/core/model';
import type { EventLog, OnlineStore } from '@segue/core/ports';
import { cardOf as coreCardOf, type Pending, rankSlate } from '@segue/core/ranking';
import { slateJson } from './slate-json.ts';

export const SLATE_ROWS = 20;
const CACHED_SECONDS = 3_600;
const encoder = new TextEncoder();

export interface SlateMakerDeps {
  readonly log: EventLog;
  readonly store: OnlineStore;
  readonly model: ModelView;
  readonly epoch: () => number;
  readonly seed: number;
  readonly nowMs: () => number;
  readonly soundVersion: (track: Track) => string;
  readonly status: () => { readonly degraded: readonly string[]; readonly teaching: number | null };
}

/** What a slate is made from, as somebody holds it. */
export interface SlateInput {
  readonly taste: Taste | null;
  readonly pending: readonly Pending[];
  readonly view: number;
  readonly heard: Heard | null;
  readonly timings: Timings | null;
  readonly tune?: { readonly discover: number; readonly energy: number };
}

export function createSlateMaker({ log, store, model, epoch, seed, nowMs, soundVersion, status }: SlateMakerDeps) {
  // A track that changes is another object: its card is made once.
  const cards = new WeakMap<Track, TrackCard>();
  const cardOf = (track: Track): TrackCard => {
    let card = cards.get(track);
    if (!card) {
      const version = soundVersion(track);
      card = coreCardOf(track, { soundUrl: `/audio/${track.id}?v=${version}`, coverUrl: `/covers/${track.id}?v=${version}` });
      cards.set(track, card);
    }
    return card;
  };
  const partition = (listener: ListenerId) => partitionOf(listener, log.partitions('listens'));

  function make({ taste, pending, view, heard, timings, tune }: SlateInput): Slate {
    const ranked = rankSlate({ model, taste, pending, nowMs: nowMs(), size: SLATE_ROWS, seed, cardOf, ...(tune ? { tune } : {}) });
    const revision: Revision = { epoch: epoch(), taste: taste?.revision ?? 0, view };
    const { degraded, teaching } = status();
    return { revision, ...ranked, heard, timings, degraded: [...degraded], teaching };
  }

  return {
    cardOf,
    partition,
    make,

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

    /** Keeps a slate for whoever draws the next page; one with acts laid over it is for the moment only. */
    async keep(listener: ListenerId, slate: Slate, tasteAt: Position | null): Promise<void> {
      const bytes = encoder.encode(slateJson({ ...slate, heard: null, timings: null }));
      await store.slates.put(partition(listener), listener, { revision: slate.revision, tasteAt, bytes }, { ttlSeconds: CACHED_SECONDS });
    },
  };
}
export type SlateMaker = ReturnType<typeof createSlateMaker>;
