import { ModelView, type TrackStep, zeroVector } from '@segue/core/model';
import type { EventLog, LogEntry } from '@segue/core/ports';
import { someTracks, trackId } from '@segue/core/testing';
import { expect, it } from 'vitest';
import { createLogTrackSide } from './log-track-side.ts';

const step = (offset: number): TrackStep => ({
  track: trackId(offset),
  source: { epoch: 1, partition: 0, offset },
  atMs: 0,
  origin: 'person',
  timeless: false,
  listenerHash: 1,
  takesBack: false,
  listener: zeroVector(),
  target: 1,
  weight: 1,
  listens: 1,
  gesture: null,
  with: [],
});

it('[L2] a flush is over once its own steps are in the log, also where an earlier one hangs that nobody waits for', async () => {
  const sends: { readonly keys: readonly string[]; readonly settle: (cause?: Error) => void }[] = [];
  const log = {
    partitions: () => 1,
    append: (_: string, entries: readonly LogEntry[]) =>
      new Promise<number[]>((resolve, reject) => {
        sends.push({ keys: entries.map(({ key }) => key), settle: (cause) => (cause ? reject(cause) : resolve([])) });
      }),
  } as unknown as EventLog;
  const model = new ModelView();
  model.setTracks(someTracks(10), []);
  const side = createLogTrackSide({ log, model, know: async () => {} });
  const flushed: string[] = [];
  const flush = (name: string) =>
    side.flush(0).then(
      () => flushed.push(name),
      () => flushed.push(`${name} failed`),
    );
  const soon = () => new Promise((resolve) => setTimeout(resolve, 5));
  side.take([step(1)]);
  void flush('first');
  await soon();
  // The tastes beside it could not be saved: what was taken is forgotten, and taken again.
  side.reset(0);
  side.take([step(1)]);
  void flush('second');
  side.reset(0);
  side.take([step(1), step(2)]);
  void flush('third');
  await soon();
  expect(sends.map(({ keys }) => keys)).toEqual([['t1']]);
  sends[0]!.settle();
  await soon();
  sends[1]!.settle(new Error('the broker is away'));
  await soon();
  expect(flushed).toEqual(['first', 'second failed']);
  expect(sends[2]!.keys).toEqual(['t1', 't2']);
  sends[2]!.settle();
  await soon();
  expect(flushed).toEqual(['first', 'second failed', 'third']);
});
