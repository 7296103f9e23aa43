import { fileURLToPath, pathToFileURL } from 'node:url';
import { MemoryEventLog, openMemoryOnlineStore } from '@segue/backends/memory';
import { asListenerId, asOutboxId, type ListenEvent, type ListenerId, partitionOf } from '@segue/core/events';
import { Learning, ModelView, type Taste, unpackTaste } from '@segue/core/model';
import { cardOf, rankSlate } from '@segue/core/ranking';
import { anEvent, completes, someTracks, until } from '@segue/core/testing';
import { ModelFollower } from '@segue/following';
import { build } from 'esbuild';
import { beforeAll, describe, expect, it } from 'vitest';
import { aCatalogue, appendAll, SEED, untilLearnt, workerOn } from '../testing/learning.ts';

const TRACKS = 60;
const LISTENERS = 24;
const EVENTS = 700;
const BEGAN_MS = 1_700_000_000_000;

/** The thread's file as the apps have it. */
const bundled = fileURLToPath(new URL('../../dist/fit-worker-under-test.js', import.meta.url));
beforeAll(() =>
  build({
    entryPoints: [fileURLToPath(new URL('./fit-worker.ts', import.meta.url))],
    outfile: bundled,
    bundle: true,
    format: 'esm',
    platform: 'node',
    logLevel: 'silent',
  }),
);

/** Listeners with a corner of the catalogue each, who now and then leave it. */
function aLog(): ListenEvent[] {
  return Array.from({ length: EVENTS }, (_, i) => {
    const listener = (i * 7) % LISTENERS;
    const track = i % 5 === 0 ? (i * 13) % TRACKS : (listener * 2 + ((i * i) % 9)) % TRACKS;
    const atMs = BEGAN_MS + i * 60_000;
    return anEvent(completes(track), {
      listenerId: asListenerId(`listener-${listener}`),
      outbox: asOutboxId(`outbox-${listener}`),
      number: i + 1,
      occurredAtMs: atMs,
      receivedAtMs: atMs,
    });
  });
}

/** Scorer's list as the page has it, with exploration off. */
function topOf(model: ModelView, taste: Taste | null): string[] {
  const ranked = rankSlate({
    model,
    taste,
    pending: [],
    nowMs: BEGAN_MS + EVENTS * 60_000,
    size: 20,
    seed: 1,
    tune: { discover: 0, energy: 0.5 },
    cardOf: (track) => cardOf(track, { soundUrl: '', coverUrl: '' }),
  });
  return ranked.rows.map((row) => row.track.trackId);
}

describe('[L3] what is evaluated is what serves', () => {
  it('the same log gets every listener the same top 20 from `Learning` and from a running worker, its refit included', async () => {
    const events = aLog();
    const learning = new Learning(someTracks(TRACKS), { seed: SEED });
    for (const event of events) learning.learn(event);
    learning.settle();
    expect(learning.model.longTermOf).toMatchObject({ epoch: 1, events: EVENTS });

    // One partition: one order, as in one process.
    const log = MemoryEventLog.create({ partitions: { listens: 1 } });
    const store = openMemoryOnlineStore();
    const catalogue = await aCatalogue(TRACKS);
    let fitted = 0;
    const observer = {
      step: () => {},
      outcome: () => {},
      note: (message: string, facts: Readonly<Record<string, unknown>>) => {
        if (/fitted anew/.test(message)) fitted = Number(facts['events']);
      },
    };
    const worker = workerOn({ log, store, catalogue, observer, longTermThreadUrl: pathToFileURL(bundled) });
    await worker.start();
    await appendAll(log, events);
    await untilLearnt(log, store);
    await until(() => fitted === EVENTS, 'the log has come to rest, and the refit of all of it is published', 20_000);
    await worker.stop();

    const model = new ModelView();
    const follower = new ModelFollower({ log, catalogue, model, onProblem: (cause) => expect.unreachable(String(cause)) });
    await follower.start();
    await until(() => model.longTermOf?.events === EVENTS, 'that refit has been read', 20_000);
    const tasteOf = async (listener: ListenerId) => {
      const [stored] = await store.tastes.load(partitionOf(listener, 1), [listener]);
      return stored ? unpackTaste(stored.record) : null;
    };
    for (let i = 0; i < LISTENERS; i++) {
      const listener = asListenerId(`listener-${i}`);
      const served = topOf(model, await tasteOf(listener));
      expect(served).toHaveLength(20);
      expect(served).toEqual(topOf(learning.model, learning.tasteOf(listener)));
    }
    await follower.stop();
  }, 60_000);
});
