import { MemoryCatalogue, MemoryCatalogueData, MemoryEventLog, openMemoryOnlineStore } from '@segue/backends/memory';
import { type ListenEvent, parseListenEvent } from '@segue/core/events';
import { GROUPS } from '@segue/core/ports';
import { aTrack, until } from '@segue/core/testing';
import { describe, expect, it } from 'vitest';
import { openDemo } from './open-demo.ts';

async function aHome() {
  const log = MemoryEventLog.create();
  const data = new MemoryCatalogueData();
  const store = openMemoryOnlineStore();
  // Commits whatever comes: a learner that is never behind.
  await log.consume({
    group: GROUPS.learn,
    topic: 'listens',
    onBatch: async (batch) => batch.commit((batch.records.at(-1)?.offset ?? -1) + 1),
  });
  const open = (overrides = {}) =>
    openDemo({
      log,
      store,
      catalogue: new MemoryCatalogue(data),
      seed: 1,
      tracks: 60,
      simulated: 20,
      say: () => {},
      onProblem: (cause) => {
        throw cause;
      },
      ...overrides,
    });
  return { log, store, catalogue: new MemoryCatalogue(data), open };
}

async function listensIn(log: MemoryEventLog): Promise<string[]> {
  return (await eventsIn(log)).map(({ listenerId, number }) => `${listenerId}/${number}`);
}

async function eventsIn(log: MemoryEventLog): Promise<ListenEvent[]> {
  const events: ListenEvent[] = [];
  const follower = await log.follow({
    topic: 'listens',
    onRecords: (_, records) => {
      for (const { value } of records) {
        const parsed = parseListenEvent(value ?? new Uint8Array());
        if (parsed.ok) events.push(parsed.event);
      }
    },
  });
  await follower.caughtUp;
  await follower.stop();
  return events;
}

describe('the demo', () => {
  it('fills an empty catalogue once, whoever starts', async () => {
    const { catalogue, open } = await aHome();
    await Promise.all([open(), open(), open()]);
    expect((await catalogue.changes(0)).changed).toHaveLength(60);
  });

  it("leaves a catalogue of somebody's own alone, and teaches nothing there", async () => {
    const { log, catalogue, open } = await aHome();
    await catalogue.putTracks([aTrack(1)]);
    const demo = await open();
    demo.teach();
    expect((await catalogue.changes(0)).changed).toHaveLength(1);
    expect(demo.progress()).toBeNull();
    expect(await listensIn(log)).toHaveLength(0);
  });

  it('teaches the simulated history once, as simulated, and goes on where a stop has left it', async () => {
    const { log, store, catalogue, open } = await aHome();
    const first = await open();
    expect(first.progress()).toBe(0);
    first.teach();
    await until(async () => (await listensIn(log)).length > 0, 'something is taught');
    first.stop();
    const next = async () => {
      // The turn of the one that was stopped has run out.
      const demo = await open({ store: openMemoryOnlineStore() });
      demo.teach();
      await until(async () => (await catalogue.importProgress('demo-1'))?.finished === true, 'the record says finished');
      await until(() => demo.progress() === null, 'the teaching ends');
    };
    await next();
    await next();
    const ids = await listensIn(log);
    expect(new Set(ids).size).toBe(20 * 40);
    expect(ids.length - new Set(ids).size).toBeLessThanOrEqual(250);
    await store.close();
  });

  it('teaches after a stop what it would have taught without one', async () => {
    const start = Date.UTC(2026, 5);
    const taught = async ({ interrupted }: { readonly interrupted: boolean }) => {
      const { log, catalogue, open } = await aHome();
      const first = await open({ nowMs: () => start });
      first.teach();
      if (interrupted) {
        await until(async () => (await listensIn(log)).length > 0, 'something is taught');
        first.stop();
        await catalogue.putTracks([aTrack(1, { sound: 'file', path: 'a.mp3', genres: ['polka'], addedAtMs: start })]);
        const next = await open({ store: openMemoryOnlineStore(), nowMs: () => start + 3_600_000 });
        next.teach();
      }
      await until(async () => (await catalogue.importProgress('demo-1'))?.finished === true, 'the record says finished');
      const events = await eventsIn(log);
      return new Map(events.map((event) => [`${event.listenerId}/${event.number}`, [event.act, event.occurredAtMs]]));
    };
    expect(await taught({ interrupted: true })).toEqual(await taught({ interrupted: false }));
  });
});
