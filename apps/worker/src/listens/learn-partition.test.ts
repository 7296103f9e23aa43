import { encodeListenEvent, type Position } from '@segue/core/events';
import { ModelView } from '@segue/core/model';
import type { LogRecord, StoredTaste, TasteChunk } from '@segue/core/ports';
import { anEvent, likes } from '@segue/core/testing';
import { expect, it } from 'vitest';
import { silentObserver } from '../observer.ts';
import { LearnPartition } from './learn-partition.ts';
import type { TrackSide } from './vectors.ts';

const model = new ModelView();
const tracks: TrackSide = {
  flushesAfterTastes: false,
  reset: () => {},
  prepare: async () => {},
  vectorOf: (track) => model.vectorOf(track),
  factsOf: (track) => model.factsOf(track),
  priorOf: (profile) => model.priorOf(profile),
  trackByChance: () => null,
  take: () => {},
  flush: async () => {},
};

it('[L14] an erase that is delivered again is written once more: whoever wrote it first may have closed no session', async () => {
  const saved: TasteChunk[] = [];
  let mark: Position | null = null;
  const stored = new Map<string, StoredTaste>();
  const tastes = {
    load: async (_: number, listeners: readonly string[]) => listeners.map((listener) => stored.get(listener) ?? null),
    mark: async () => mark,
    save: async (chunk: TasteChunk) => {
      saved.push(chunk);
      mark = chunk.nextMark;
      for (const { listener, next } of chunk.writes) stored.set(listener, { record: next.record, position: next.position });
      return 'saved' as const;
    },
  };
  const records = [anEvent(likes(1), { number: 1 }), anEvent({ type: 'erase' }, { number: 2 })].map(
    (event, offset): LogRecord => ({ offset, key: event.listenerId, value: encodeListenEvent(event), appendedAtMs: 0 }),
  );
  const afterStart = () =>
    new LearnPartition(0, mark, { tastes, tracks, epoch: 1, seed: 1, now: () => 0, observer: silentObserver, refuse: async () => {} });
  expect(await afterStart().learn(records.slice(0, 1))).toBe('learnt');
  expect(await afterStart().learn(records.slice(1))).toBe('learnt');
  expect(await afterStart().learn(records.slice(1))).toBe('learnt');
  const [, first, again] = saved.map(({ writes }) => writes[0]);
  expect(first).toMatchObject({ erases: true, dropsSlate: true });
  expect(again).toMatchObject({
    erases: true,
    dropsSlate: false,
    expected: first!.next.position,
    next: { position: first!.next.position },
  });
  expect(mark).toEqual({ epoch: 1, partition: 0, offset: 1 });
});
