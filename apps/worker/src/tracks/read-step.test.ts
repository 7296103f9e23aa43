import { MemoryEventLog, openMemoryOnlineStore } from '@segue/backends/memory';
import { partitionOf } from '@segue/core/events';
import { packStep, type TrackStep, unpackTrackState, zeroVector } from '@segue/core/model';
import { anEvent, completes, trackId, until } from '@segue/core/testing';
import { describe, expect, it } from 'vitest';
import type { Outcome } from '../observer.ts';
import { silentObserver } from '../observer.ts';
import { aCatalogue, appendAll, workerOn } from '../testing/learning.ts';
import { readStep } from './read-step.ts';

const aStep = (overrides: Partial<TrackStep> = {}): TrackStep => ({
  track: trackId(1),
  source: { epoch: 1, partition: 0, offset: 1 },
  atMs: 1_750_000_000_000,
  origin: 'person',
  timeless: false,
  takesBack: false,
  listenerHash: 7,
  listener: zeroVector(),
  target: 1,
  weight: 1,
  listens: 1,
  gesture: { type: 'complete', heardFraction: 1 },
  with: [{ track: trackId(2), weight: 0.5 }],
  ...overrides,
});
const read = (step: TrackStep) =>
  readStep({ offset: 0, key: step.track, value: packStep(step), appendedAtMs: 0 }, partitionOf(step.track, 4), 4);

describe('a record of track-steps', () => {
  it('[L10] that cannot be learnt from says which field and why', () => {
    expect(read(aStep())).toEqual({ ok: true, step: aStep() });
    expect(read(aStep({ weight: Number.NaN }))).toMatchObject({ ok: false, field: 'weight' });
    expect(read(aStep({ target: Number.POSITIVE_INFINITY }))).toMatchObject({ ok: false, field: 'target' });
    expect(read(aStep({ gesture: { type: 'skip', heardFraction: 2 } }))).toMatchObject({ ok: false, field: 'gesture' });
    expect(read(aStep({ with: [{ track: trackId(2), weight: -1 }] }))).toMatchObject({ ok: false, field: 'with' });
    const value = packStep(aStep());
    const record = { offset: 0, key: 't1', value, appendedAtMs: 0 };
    const other = (partitionOf(trackId(1), 4) + 1) % 4;
    expect(readStep(record, other, 4)).toMatchObject({ ok: false, field: 'track' });
    expect(readStep({ ...record, value: null }, 0, 4)).toMatchObject({ ok: false, reason: 'empty' });
    for (let length = 0; length < value.length; length++)
      expect(readStep({ ...record, value: value.subarray(0, length) }, partitionOf(trackId(1), 4), 4)).toMatchObject({ ok: false });
  });

  it('[L10] that cannot be read is set aside and counted, and its partition goes on', async () => {
    const log = MemoryEventLog.create();
    const store = openMemoryOnlineStore();
    const outcomes: Outcome[] = [];
    const observer = { ...silentObserver, outcome: (outcome: Outcome) => void outcomes.push(outcome) };
    const refused: Record<string, unknown>[] = [];
    const follower = await log.follow({
      topic: 'listens-refused',
      onRecords: (_, records) => void refused.push(...records.map(({ value }) => JSON.parse(new TextDecoder().decode(value ?? undefined)))),
    });
    await log.append('track-steps', [
      { partition: 0, key: 't1', value: Uint8Array.of(1, 2, 3) },
      { partition: 0, key: 't1', value: Uint8Array.of(99) },
    ]);
    const worker = workerOn({ log, store, catalogue: await aCatalogue(), alone: false, observer });
    await worker.start();
    await appendAll(log, [anEvent(completes(1), { number: 1 })]);
    const heard = async () => {
      const [record] = await store.tracks.load(0, [trackId(1)]);
      return record !== null && record !== undefined && unpackTrackState(record).people.value > 0;
    };
    await until(heard, 'the track is learnt behind the spoilt records');
    await until(() => refused.length === 2, 'both are set aside');
    expect(refused).toMatchObject([
      { code: 'step_malformed', topic: 'track-steps', partition: 0, offset: 0, bytes: 'AQID' },
      { code: 'step_malformed', reason: 'a track step has version 99; this program reads 1 to 3', offset: 1 },
    ]);
    expect(outcomes.filter((outcome) => outcome === 'refused')).toHaveLength(2);
    await worker.stop();
    await follower.stop();
  });
});
