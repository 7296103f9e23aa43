import { randomUUID } from 'node:crypto';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { openBackends } from '@segue/backends/configured';
import { MemoryCatalogue, MemoryEventLog, openMemoryOnlineStore } from '@segue/backends/memory';
import { asArtistId, asListenerId, asOutboxId, asTrackId, type ListenEvent, partitionOf } from '@segue/core/events';
import { freshState, Learning, ModelView, type Taste, type Track, unpackTaste } from '@segue/core/model';
import { cardOf, contextOf, createScorer, rankSlate, trendingOf } from '@segue/core/ranking';
import { anEvent, aTrack, completes, someTracks, until } from '@segue/core/testing';
import { recommenderNamed } from '@segue/evaluation';
import { ModelFollower } from '@segue/following';
import { build } from 'esbuild';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadConfig } from '../config.ts';
import { appendAll, SEED, untilLearnt, workerOn } from '../testing/learning.ts';
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
const LISTENS = Array.from({ length: EVENTS }, (_, i) => {
  const user = (i * 7) % LISTENERS;
  const item = i % 5 === 0 ? (i * 13) % TRACKS : (user * 2 + ((i * i) % 9)) % TRACKS;
  return { user, item, atMs: BEGAN_MS + i * 60_000 };
});
const ASKED_MS = BEGAN_MS + EVENTS * 60_000;

function aLog(): ListenEvent[] {
  return LISTENS.map(({ user, item, atMs }, i) =>
    anEvent(completes(item), {
      listenerId: asListenerId(`listener-${user}`),
      outbox: asOutboxId(`outbox-${user}`),
      number: i + 1,
      occurredAtMs: atMs,
      receivedAtMs: atMs,
    }),
  );
}

const strengthOf = (listen: number) => 1 + (listen % 3);

/** The same listens as an import brings them, of tracks of which nothing is known. */
function asLogged(listens: typeof LISTENS): ListenEvent[] {
  return listens.map(({ user, item, atMs }, i) =>
    anEvent(
      { type: 'complete', trackId: asTrackId(`track-${item}`), heardFraction: 1 },
      {
        listenerId: asListenerId(`listener-${user}`),
        outbox: asOutboxId('evaluation'),
        number: i + 1,
        occurredAtMs: atMs,
        receivedAtMs: atMs,
        origin: 'imported',
        strength: strengthOf(i),
      },
    ),
  );
}
const bareTracks = (): Track[] =>
  Array.from({ length: TRACKS }, (_, item) =>
    aTrack(item, {
      id: asTrackId(`track-${item}`),
      artistId: asArtistId(`artist-${item}`),
      genres: [],
      key: null,
      tempoBpm: 0,
      energy: 0.5,
      durationSeconds: 0,
      sound: 'stand-in',
      addedAtMs: 0,
    }),
  );

/** What the list is made from: every track's score, by the number in its name. */
function scoresOf(model: ModelView, taste: Taste | null): Float64Array {
  const trending = trendingOf(model, ASKED_MS);
  const fatigue = taste?.shown.counted ?? new Map();
  const context = contextOf({ model, listener: taste?.state ?? freshState(null), fatigue, wallMs: ASKED_MS, trending });
  const { scores } = createScorer(
    context,
    Int32Array.from({ length: model.size }, (_, row) => row),
  );
  const byItem = new Float64Array(model.size);
  for (const [row, score] of scores.entries()) byItem[Number(model.trackAt(row).id.replace('track-', ''))] = score;
  return byItem;
}

const topOfScores = (scores: Float64Array): number[] => [...scores.keys()].sort((a, b) => scores[b]! - scores[a]! || a - b).slice(0, 20);

/** Scorer's list as the page has it, with exploration off. */
function topOf(model: ModelView, taste: Taste | null): string[] {
  const ranked = rankSlate({
    model,
    taste,
    pending: [],
    nowMs: ASKED_MS,
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

/** What an api would make of the model and of each listener's taste once everything is quiet. */
async function servedFrom<T>(
  { log, store, catalogue }: Pick<WorkerDeps, 'log' | 'store' | 'catalogue'>,
  serve: (model: ModelView, taste: Taste | null) => T,
): Promise<T[]> {
  const model = new ModelView();
  const follower = new ModelFollower({ log, catalogue, model, onProblem: (cause) => expect.unreachable(String(cause)) });
  await follower.start();
  await until(() => model.longTermOf?.events === EVENTS, 'that refit has been read', 20_000);
  const served: T[] = [];
  for (const listener of WHO) {
    const [stored] = await store.tastes.load(partitionOf(listener, log.partitions('listens')), [listener]);
    served.push(serve(model, stored ? unpackTaste(stored.record) : null));
  }
  await follower.stop();
  return served;
}

/** A worker that has learnt these events, its refit included, and has stopped. One partition: one order, as in one process. */
async function learntBy(events: readonly ListenEvent[], tracks: readonly Track[]) {
  const log = MemoryEventLog.create({ partitions: { listens: 1 } });
  const store = openMemoryOnlineStore();
  const catalogue = new MemoryCatalogue();
  await catalogue.putTracks(tracks);
  const { observer, untilFitted } = watchRefits();
  const worker = workerOn({ log, store, catalogue, observer, longTermThreadUrl: pathToFileURL(bundled) });
  await worker.start();
  await appendAll(log, events);
  await untilLearnt(log, store);
  await untilFitted(EVENTS);
  await worker.stop();
  return { log, store, catalogue };
}

describe('[L3] what is evaluated is what serves', () => {
  it('the same log gets every listener the same top 20 from `Learning` and from a running worker, its refit included', async () => {
    const learning = evaluated(aLog());
    expect(learning.model.longTermOf).toMatchObject({ epoch: 1, events: EVENTS });
    const served = await servedFrom(await learntBy(aLog(), someTracks(TRACKS)), topOf);
    for (const [i, list] of served.entries()) {
      expect(list).toHaveLength(20);
      expect(list).toEqual(topOf(learning.model, learning.tasteOf(WHO[i]!)));
    }
  }, 60_000);

  it('`npm run eval`’s segue scores all tracks as what serves does, for every listener, from the same listens', async () => {
    const evaluated = recommenderNamed('segue')({ userCount: LISTENERS, itemCount: TRACKS, inOrder: true, seed: SEED });
    for (const [i, { user, item, atMs }] of LISTENS.entries()) evaluated.learn({ user, item, atMs, strength: strengthOf(i) });
    evaluated.settle?.();

    const served = await servedFrom(await learntBy(asLogged(LISTENS), bareTracks()), scoresOf);
    for (const [user, scores] of served.entries()) {
      const own = new Float64Array(TRACKS);
      evaluated.score(user, ASKED_MS, own);
      expect(topOfScores(own), `listener ${user}`).toEqual(topOfScores(scores));
      for (const [item, score] of scores.entries()) expect(own[item], `listener ${user}, track ${item}`).toBeCloseTo(score, 6);
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

      const served = await servedFrom(three, topOf);
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
