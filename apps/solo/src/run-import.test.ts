import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MemoryCatalogue, MemoryEventLog, openMemoryOnlineStore } from '@segue/backends/memory';
import { asListenerId, asTrackId, eventIdOf, type ListenEvent, parseListenEvent, partitionOf } from '@segue/core/events';
import { unpackTaste, unpackTrackState } from '@segue/core/model';
import { type Catalogue, GROUPS } from '@segue/core/ports';
import { aTrack, until } from '@segue/core/testing';
import { readEventLines, runImport } from '@segue/imports';
import { createWorker } from '@segue/worker';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const NOW = Date.UTC(2026, 5);
const ROWS = 1_200;
const LISTENERS = Array.from({ length: 5 }, (_, i) => asListenerId(`u${i}`));
const IDS = Array.from({ length: 12 }, (_, i) => asTrackId(`x${i}`));

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'segue-run-import-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const trackLine = (id: string) => JSON.stringify({ track: { id, title: id, artist: 'Two', genres: ['folk'] } });
const eventLine = (listener: string, trackId: string, atMs: number | null) =>
  JSON.stringify({
    listener,
    ...(atMs === null ? {} : { at: new Date(atMs).toISOString() }),
    act: { type: 'complete', trackId, heardFraction: 1 },
  });

/** Five listeners and more rows than two batches hold; every seventh has no time. */
const aLongHistory = () => [
  ...IDS.map(trackLine),
  ...Array.from({ length: ROWS }, (_, i) =>
    eventLine(`u${i % LISTENERS.length}`, `x${(i * i + (i % 5)) % IDS.length}`, i % 7 === 0 ? null : NOW - (ROWS - i) * 60_000),
  ),
];

async function read(lines: readonly string[], name = 'mine.jsonl') {
  const file = join(folder, name);
  await writeFile(file, lines.join('\n'));
  return readEventLines(file, { addedAtMs: NOW });
}
type Source = Awaited<ReturnType<typeof read>>;

/** An app on memory: what an import writes to, and a worker that learns it as long as it is asked to. */
function openApp() {
  const log = MemoryEventLog.create({ partitions: { listens: 1 } });
  const store = openMemoryOnlineStore();
  const catalogue: Catalogue = new MemoryCatalogue();
  const now = () => NOW;

  async function send(source: Source, { nowMs = NOW, batches = Number.POSITIVE_INFINITY, on = catalogue } = {}) {
    let left = batches;
    return runImport(source, { log, catalogue: on, now: () => nowMs, onProgress: () => {}, stopped: () => left-- <= 0 });
  }

  /** Learns what is in the log, and stops. */
  async function learn() {
    const worker = createWorker({ log, store, catalogue, alone: true, seed: 1, now });
    await worker.start();
    const [end] = await log.ends('listens');
    await until(async () => ((await log.committed(GROUPS.learn, 'listens'))[0] ?? 0) === end, 'everything is learnt');
    await worker.stop();
  }

  async function logged(): Promise<ListenEvent[]> {
    const events: ListenEvent[] = [];
    const follower = await log.follow({
      topic: 'listens',
      onRecords: (_, records) => {
        for (const { value } of records) {
          const parsed = value && parseListenEvent(value);
          if (parsed?.ok) events.push(parsed.event);
        }
      },
    });
    await follower.caughtUp;
    await follower.stop();
    return events;
  }

  async function records() {
    const tastes = await store.tastes.load(0, LISTENERS);
    const tracks = await Promise.all(
      IDS.map(async (id) => (await store.tracks.load(partitionOf(id, log.partitions('track-steps')), [id]))[0]),
    );
    return { tastes: tastes.map((taste) => taste?.record), tracks };
  }

  /** Without where in the log it was learnt from: what was sent twice stands at other places. */
  async function taught() {
    const { tastes, tracks } = await records();
    return {
      tastes: tastes.map((record) => record && unpackTaste(record).state),
      tracks: tracks.map((record) => {
        if (!record) return null;
        const { fences, ...state } = unpackTrackState(record);
        return state;
      }),
    };
  }
  return { catalogue, send, learn, logged, records, taught };
}

async function runThrough(source: Source) {
  const app = openApp();
  await app.send(source);
  await app.learn();
  return app;
}

describe('an import', () => {
  it('that was stopped and goes on teaches to the bit what one in one go teaches, each row once', async () => {
    const source = await read(aLongHistory());
    const through = await runThrough(source);
    expect((await through.taught()).tastes.map((state) => state?.lessons)).toEqual(LISTENERS.map(() => ROWS / LISTENERS.length));

    const stopped = openApp();
    expect(await stopped.send(source, { batches: 1 })).toMatchObject({ done: 500, total: ROWS });
    await stopped.learn();
    // Another process reads the file again.
    expect(await stopped.send(await read(aLongHistory()))).toMatchObject({ done: ROWS, total: ROWS, refusals: [] });
    await stopped.learn();

    const events = await stopped.logged();
    expect(events).toHaveLength(ROWS);
    expect(new Set(events.map((event) => `${event.listenerId}/${eventIdOf(event)}`)).size).toBe(ROWS);
    expect(events).toEqual(await through.logged());
    expect(await stopped.records()).toEqual(await through.records());
  });

  it('that died between a batch and the note of it teaches the batch once, though it is sent again', async () => {
    const source = await read(aLongHistory());
    const through = await runThrough(source);

    const died = openApp();
    const forgetful = Object.assign(Object.create(died.catalogue) as Catalogue, {
      importProgress: (name: string) => died.catalogue.importProgress(name),
      putTracks: (tracks: Source['tracks']) => died.catalogue.putTracks(tracks),
      changes: (since: number) => died.catalogue.changes(since),
      saveImportProgress: () => Promise.reject(new Error('killed')),
    });
    await died.send(source, { batches: 1 });
    await expect(died.send(source, { on: forgetful })).rejects.toThrow('killed');
    await died.send(source);
    await died.learn();
    expect(await died.logged()).toHaveLength(ROWS + 500);
    expect(await died.taught()).toEqual(await through.taught());
  });

  it('of the same content is not sent again under any name, and of another content is, under the same name', async () => {
    const app = openApp();
    await app.send(await read([trackLine('x1'), eventLine('u1', 'x1', NOW - 1)]));
    await app.send(await read([trackLine('x1'), eventLine('u1', 'x1', NOW - 1)], 'copy.jsonl'));
    expect(await app.logged()).toHaveLength(1);
    await app.send(await read([trackLine('x1'), eventLine('u1', 'x1', NOW - 2)]));
    await app.learn();
    expect(await app.logged()).toHaveLength(2);
    // The second one's numbers begin at 1 again, and are not taken for the first one's.
    expect((await app.taught()).tastes[1]).toMatchObject({ lessons: 2 });
  });

  it('refuses what is still to come by its line', async () => {
    const app = openApp();
    const source = await read([trackLine('x1'), eventLine('u1', 'x1', Date.UTC(2040, 0)), eventLine('u2', 'x1', NOW)]);
    const { refusals, done, total } = await app.send(source);
    expect(refusals).toEqual([{ file: 'mine.jsonl', line: 2, reason: 'its time is still to come', value: '2040-01-01T00:00:00.000Z' }]);
    expect({ done, total }).toEqual({ done: 1, total: 1 });
    expect((await app.logged()).map(({ occurredAtMs }) => occurredAtMs)).toEqual([NOW]);
  });

  it('numbers a row the same whether one before it was refused or, by the next run, has come to pass', async () => {
    const lines = [trackLine('x1'), eventLine('u1', 'x1', NOW + 60_000), eventLine('u1', 'x1', NOW)];
    const [early, late] = [openApp(), openApp()];
    await early.send(await read(lines));
    await late.send(await read(lines), { nowMs: NOW + 60_000 });
    const last = (events: readonly ListenEvent[]) => eventIdOf(events.at(-1)!);
    expect(last(await early.logged())).toBe(last(await late.logged()));
  });

  it('leaves a track that has a sound in the catalogue as it is, and tells of stand-ins anew', async () => {
    const app = openApp();
    await app.catalogue.putTracks([aTrack(7), aTrack(8, { sound: 'stand-in', title: 'Old' })]);
    await app.send(await read([trackLine('t7'), trackLine('t8'), trackLine('x1')]));
    const { changed } = await app.catalogue.changes(0);
    const told = changed.map(({ id, title, sound }) => [id, title, sound]);
    expect(new Set(told)).toEqual(
      new Set([
        ['t7', aTrack(7).title, 'composed'],
        ['t8', 't8', 'stand-in'],
        ['x1', 'x1', 'stand-in'],
      ]),
    );
  });

  it('refuses an act on a track that nobody told of by its line, and takes one of the catalogue or from further down', async () => {
    const app = openApp();
    await app.catalogue.putTracks([aTrack(7)]);
    const source = await read([
      eventLine('u1', 'x1', null),
      eventLine('u1', 't7', null),
      eventLine('u1', 'nowhere', null),
      '{"listener":"u1","act":{"type":"profile","firstTracks":["x1","neither"]}}',
      '{"listener":"u1","act":{"type":"block","subject":{"kind":"track","id":"nor-this"}}}',
      trackLine('x1'),
    ]);
    const { refusals, done } = await app.send(source);
    const reason = 'its track is neither in the history nor in the catalogue';
    expect(refusals).toEqual([
      { file: 'mine.jsonl', line: 3, reason, value: 'nowhere' },
      { file: 'mine.jsonl', line: 4, reason, value: 'neither' },
      { file: 'mine.jsonl', line: 5, reason, value: 'nor-this' },
    ]);
    expect(done).toBe(2);
    expect((await app.logged()).map(({ act }) => 'trackId' in act && act.trackId)).toEqual(['x1', 't7']);
  });
});
