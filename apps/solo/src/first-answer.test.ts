import { MemoryCatalogue, MemoryEventLog, openMemoryOnlineStore } from '@segue/backends/memory';
import { type Act, encodeListenEvent, partitionOf, type TrackId } from '@segue/core/events';
import { foldEvent, ModelView, newTaste, type Taste } from '@segue/core/model';
import { GROUPS } from '@segue/core/ports';
import { cardOf, rankSlate } from '@segue/core/ranking';
import { anEvent, until } from '@segue/core/testing';
import { demoTracks, simulatedListens } from '@segue/demo';
import { ModelFollower } from '@segue/following';
import { createWorker } from '@segue/worker';
import { beforeAll, describe, expect, it } from 'vitest';

const NOW = Date.UTC(2026, 0, 1);
const AT = { epoch: 1, partition: 0, offset: 0 };
const model = new ModelView();

/** The demo as a first start teaches it, only smaller. */
beforeAll(async () => {
  const log = MemoryEventLog.create();
  const store = openMemoryOnlineStore();
  const catalogue = new MemoryCatalogue();
  const tracks = demoTracks({ seed: 1, tracks: 400, addedAtMs: NOW });
  await catalogue.putTracks(tracks);
  const partitions = log.partitions('listens');
  const events = [...simulatedListens({ tracks, listeners: 60, seed: 1, endMs: NOW })];
  const entries = events.map((event) => ({
    partition: partitionOf(event.listenerId, partitions),
    key: event.listenerId,
    value: encodeListenEvent(event),
  }));
  await log.append('listens', entries);
  const worker = createWorker({ log, store, catalogue, alone: true, seed: 1, now: () => NOW });
  await worker.start();
  const left = async () => {
    const committed = await log.committed(GROUPS.learn, 'listens');
    return (await log.ends('listens')).some((end, partition) => end > (committed[partition] ?? 0));
  };
  await until(async () => !(await left()), 'the history is learnt', 30_000);
  await worker.stop();
  const follower = new ModelFollower({ log, catalogue, model, onProblem: (cause) => Promise.reject(cause) });
  await follower.start();
  await follower.stop();
});

const listOf = (taste: Taste | null) =>
  rankSlate({
    model,
    taste,
    pending: [],
    nowMs: NOW,
    size: 20,
    seed: 1,
    cardOf: (track) => cardOf(track, { soundUrl: '/audio', coverUrl: '/cover' }),
  }).rows.map((row) => row.track.trackId);
const after = (act: Act): readonly TrackId[] => {
  const taste = newTaste(AT, model.priorOf({ country: null, ageBand: null, genres: [] }));
  foldEvent(taste, anEvent(act, { number: 1, occurredAtMs: NOW }), AT, model);
  return listOf(taste);
};
/** Of the first ten; that the rest rises by one because a played row has gone is no move. */
const moved = (act: Act, gone: TrackId | null): number => {
  const expected = listOf(null).filter((id) => id !== gone);
  return after(act)
    .slice(0, 10)
    .filter((id, place) => expected[place] !== id).length;
};

describe('the first answer of somebody new, in the demo', () => {
  it('moves at least three of the first ten rows, whichever row is liked, skipped or heard out', () => {
    for (const trackId of listOf(null).slice(0, 10)) {
      expect(moved({ type: 'like', trackId }, trackId)).toBeGreaterThanOrEqual(3);
      expect(moved({ type: 'complete', trackId, heardFraction: 1 }, trackId)).toBeGreaterThanOrEqual(3);
      for (const heardFraction of [0, 0.1, 0.3]) expect(moved({ type: 'skip', trackId, heardFraction }, trackId)).toBeGreaterThanOrEqual(3);
    }
  });

  it('moves at least three of them, whichever genre is told', () => {
    for (const genre of new Set(model.tracks().map((track) => track.genres[0] ?? '')))
      expect(moved({ type: 'profile', genres: [genre] }, null)).toBeGreaterThanOrEqual(3);
  });
});
