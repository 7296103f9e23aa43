import { createApi, type SoundSource } from '@segue/api';
import { MemoryCatalogue, MemoryEventLog, openMemoryOnlineStore } from '@segue/backends/memory';
import {
  type Act,
  type Answer,
  comparePositions,
  type EventId,
  type Position,
  type Slate,
  SlateSchema,
  SOCKET_PATH,
} from '@segue/core/events';
import { completes, someTracks, until } from '@segue/core/testing';
import { createMetrics, nowMs } from '@segue/telemetry';
import { createWorker } from '@segue/worker';
import { io } from 'socket.io-client';
import { afterEach, describe, expect, it } from 'vitest';

const silence: SoundSource = {
  describe: async () => ({ totalBytes: 0, contentType: 'audio/mpeg', etag: '""', version: '1' }),
  async *read() {},
  cover: async () => ({ bytes: new Uint8Array(), contentType: 'image/svg+xml' }),
  version: () => '1',
  close: async () => {},
};

const open: (() => Promise<unknown> | unknown)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).toReversed()) await close();
});

/** Api and worker in one process on memory, and one listener. */
async function openListener() {
  const log = MemoryEventLog.create({ partitions: { listens: 2 } });
  const store = openMemoryOnlineStore();
  const catalogue = new MemoryCatalogue();
  await catalogue.putTracks(someTracks(120));
  const api = createApi({
    log,
    store,
    catalogue,
    sound: silence,
    metrics: createMetrics({ service: 'solo', instance: 'test' }),
    kinds: { log: 'memory', store: 'memory', catalogue: 'memory' },
    nearestWorkerUrl: new URL(import.meta.resolve('@segue/nearest/worker')),
    settings: {
      secrets: ['a secret for tests only'],
      allowedOrigins: [],
      siteKeys: new Map(),
      secureCookies: false,
      seed: 1,
      trustProxy: false,
      operator: { token: undefined, open: true },
    },
    onProblem: (cause) => {
      throw cause;
    },
  });
  const worker = createWorker({ log, store, catalogue, alone: true, seed: 1, now: nowMs });
  await worker.start();
  open.push(() => worker.stop());
  const url = `http://127.0.0.1:${await api.start({ port: 0, host: '127.0.0.1' })}`;
  open.push(() => api.stop());
  const [line = ''] = (await fetch(`${url}/api/session`, { method: 'POST' })).headers.getSetCookie();
  const cookie = line.split(';', 1)[0] ?? '';
  const socket = io(url, { path: SOCKET_PATH, transports: ['websocket'], forceNew: true, extraHeaders: { cookie } });
  open.push(() => socket.disconnect());
  const published: string[] = [];
  const follower = await log.another().follow({
    topic: 'track-states',
    onRecords: (_partition, records) => void published.push(...records.map(({ key }) => key)),
  });
  open.push(() => follower.stop());
  let slate: Slate = SlateSchema.parse(await socket.emitWithAck('snapshot', {}));
  socket.on('slate', (raw: unknown) => {
    slate = SlateSchema.parse(raw);
  });
  const covers = (position: Position) => slate.covers !== null && comparePositions(slate.covers, position) >= 0;
  let number = 0;
  return {
    /** Keys of `track-states`, as they came. */
    published,
    rows: () => slate.rows.map(({ track, placedBy }) => `${placedBy} ${track.trackId}`),
    slate: () => slate,
    /** Resolves once a list reflects it, to the event. */
    async does(act: Act): Promise<EventId> {
      const gesture = { v: 1, outbox: 'browser', number: ++number, occurredAt: new Date().toISOString(), act };
      const answer = (await socket.emitWithAck('gesture', gesture)) as Answer;
      if (answer.status !== 'acked') throw new Error(`a gesture was not acked: ${JSON.stringify(answer)}`);
      await until(() => covers(answer.position), 'a list reflects it');
      return `browser:${number}` as EventId;
    },
  };
}

describe('an undo with nothing in between', () => {
  it.each(['dislike', 'like', 'pin', 'skip'] as const)(
    'of a %s brings the old list back, row for row, though what it taught of tracks was told to all by then',
    async (type) => {
      const { does, rows, slate, published } = await openListener();
      for (const track of [0, 5, 10, 15, 20, 26]) await does(completes(track));
      for (const place of [0, 2, 5]) {
        const before = rows();
        const { trackId } = slate().rows[place]!.track;
        const known = published.length;
        const event = await does(type === 'skip' ? { type, trackId, heardFraction: 0.05 } : { type, trackId });
        await until(() => published.slice(known).includes(trackId), 'what was learnt of the track is told', 15_000);
        const after = rows();
        const undo = await does({ type: 'undo', event });
        expect(rows()).toEqual(before);
        await does({ type: 'undo', event: undo });
        expect(rows()).toEqual(after);
        await does({ type: 'undo', event: `browser:${Number(undo.split(':')[1]) + 1}` as EventId });
        expect(rows()).toEqual(before);
      }
    },
    60_000,
  );
});
