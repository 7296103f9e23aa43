import { randomUUID } from 'node:crypto';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { openBackends } from '@segue/backends/configured';
import { MemoryEventLog, openMemoryOnlineStore } from '@segue/backends/memory';
import { asListenerId, asOutboxId, type ListenEvent, partitionOf } from '@segue/core/events';
import { Learning, ModelView, type Taste, unpackTaste } from '@segue/core/model';
import { cardOf, rankSlate } from '@segue/core/ranking';
import { anEvent, completes, someTracks, until } from '@segue/core/testing';
import { ModelFollower } from '@segue/following';
import { build } from 'esbuild';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadConfig } from '../config.ts';
import { aCatalogue, appendAll, SEED, untilLearnt, workerOn } from '../testing/learning.ts';
import type { WorkerDeps } from '../worker.ts';

const TRACKS = 60;
const LISTENERS = 24;
const EVENTS = 700;
const BEGAN_MS = 1_700_000_000_000;
const WHO = Array.from({ length: LISTENERS }, (_, i) => asListenerId(`listener-${i}`));
/** Events that are appended at once to a log that two workers share. */
const TOGETHER = 50;

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

/** What eval makes of a log. */
function evaluated(events: readonly ListenEvent[]): Learning {
  const learning = new Learning(someTracks(TRACKS), { seed: SEED });
  for (const event of events) learning.learn(event);
  learning.settle();
  return learning;
}

/** Tells when a refit of a whole log was published by one of the workers that it watches. */
function watchRefits() {
  let fitted = 0;
  const observer = {
    step: () => {},
    outcome: () => {},
    note: (message: string, facts: Readonly<Record<string, unknown>>) => {
      if (/fitted anew/.test(message)) fitted = Math.max(fitted, Number(facts['events']));
    },
  };
  const untilFitted = (events: number) =>
    until(() => fitted === events, 'the log has come to rest, and the refit of all of it is published', 40_000);
  return { observer, untilFitted };
}

/** The lists that an api would serve once everything is quiet, by listener. */
async function servedFrom({ log, store, catalogue }: Pick<WorkerDeps, 'log' | 'store' | 'catalogue'>): Promise<string[][]> {
  const model = new ModelView();
  const follower = new ModelFollower({ log, catalogue, model, onProblem: (cause) => expect.unreachable(String(cause)) });
  await follower.start();
  await until(() => model.longTermOf?.events === EVENTS, 'that refit has been read', 20_000);
  const lists: string[][] = [];
  for (const listener of WHO) {
    const [stored] = await store.tastes.load(partitionOf(listener, log.partitions('listens')), [listener]);
    lists.push(topOf(model, stored ? unpackTaste(stored.record) : null));
  }
  await follower.stop();
  return lists;
}

describe('[L3] what is evaluated is what serves', () => {
  it('the same log gets every listener the same top 20 from `Learning` and from a running worker, its refit included', async () => {
    const learning = evaluated(aLog());
    expect(learning.model.longTermOf).toMatchObject({ epoch: 1, events: EVENTS });

    // One partition: one order, as in one process.
    const log = MemoryEventLog.create({ partitions: { listens: 1 } });
    const store = openMemoryOnlineStore();
    const catalogue = await aCatalogue(TRACKS);
    const { observer, untilFitted } = watchRefits();
    const worker = workerOn({ log, store, catalogue, observer, longTermThreadUrl: pathToFileURL(bundled) });
    await worker.start();
    await appendAll(log, aLog());
    await untilLearnt(log, store);
    await untilFitted(EVENTS);
    await worker.stop();

    const served = await servedFrom({ log, store, catalogue });
    for (const [i, list] of served.entries()) {
      expect(list).toHaveLength(20);
      expect(list).toEqual(topOf(learning.model, learning.tasteOf(WHO[i]!)));
    }
  }, 60_000);
});

const { KAFKA_BROKERS: brokers, REDIS_URL: redis, DATABASE_URL: database } = process.env;

describe.skipIf(!brokers || !redis || !database)('[L3] what is evaluated is what serves on Kafka and Redis', () => {
  it('two workers, between whom the order is free, serve 19 of the same top 20 on average', async () => {
    const closing: (() => Promise<unknown>)[] = [];
    const prefix = `t-${randomUUID().slice(0, 18)}`;
    const member = async (instance: string) => {
      const settings = { KAFKA_BROKERS: brokers, REDIS_URL: redis, DATABASE_URL: database, SEGUE_PREFIX: prefix, LISTENS_PARTITIONS: '4' };
      const { backends } = loadConfig(settings);
      const opened = await openBackends({ settings: backends, instance, home: '', onProblem: () => {} });
      closing.push(() => opened.close());
      return opened;
    };
    const [one, two, three] = [await member('one'), await member('two'), await member('three')];
    try {
      await one.catalogue.putTracks(someTracks(TRACKS));
      const { observer, untilFitted } = watchRefits();
      const workers = [one, two].map((on) => workerOn({ ...on, alone: false, observer, longTermThreadUrl: pathToFileURL(bundled) }));
      for (const worker of workers) closing.push(() => worker.stop());
      await Promise.all(workers.map((worker) => worker.start()));
      // As they come: a log that was there before is learnt by partitions one after the other, which no listener ever is.
      for (let from = 0; from < EVENTS; from += TOGETHER) {
        await appendAll(three.log, aLog().slice(from, from + TOGETHER));
        await untilLearnt(three.log, three.store, 20_000);
      }
      await untilFitted(EVENTS);
      // What each has of tracks is published as it stops.
      for (const worker of workers) await worker.stop();

      const served = await servedFrom(three);
      const learning = evaluated(aLog());
      const same = served.map((list, i) => {
        const evaluated = new Set(topOf(learning.model, learning.tasteOf(WHO[i]!)));
        return list.filter((track) => evaluated.has(track)).length;
      });
      expect(same.reduce((sum, count) => sum + count, 0) / same.length, `of 20, by listener: ${same.join(', ')}`).toBeGreaterThanOrEqual(
        19,
      );
    } finally {
      for (const close of closing.reverse()) await close().catch(() => {});
    }
  }, 120_000);
});
