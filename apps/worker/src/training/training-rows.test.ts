import { tmpdir } from 'node:os';
import { MemoryEventLog, openMemoryOnlineStore } from '@segue/backends/memory';
import { asEventId, asListenerId, asOutboxId, type ListenEvent, type ListenerId, partitionOf, type TrackId } from '@segue/core/events';
import {
  contentVectorOf,
  freshState,
  freshTrackState,
  LISTENER_FEATURE_NAMES,
  readListenerFeatures,
  readTrackFeatures,
  unpackTaste,
  unpackTrackState,
} from '@segue/core/model';
import type { EventLog, OnlineStore } from '@segue/core/ports';
import { anEvent, completes, likes, skips, someTracks, trackId } from '@segue/core/testing';
import { describe, expect, it } from 'vitest';
import { loggedEvents } from '../logged/logged-events.ts';
import { aCatalogue, appendAll, SEED, untilLearnt, workerOn } from '../testing/learning.ts';
import { trainingRows } from './training-rows.ts';

const TRACKS = 12;
const NOON = 1_750_000_000_000;
const tracks = someTracks(TRACKS);

const by = (name: string) => ({ listenerId: asListenerId(name), outbox: asOutboxId(`of-${name}`) });
const at = (ms: number) => ({ receivedAtMs: NOON + ms, occurredAtMs: NOON + ms });
const plays = (track: number) => ({ type: 'play' as const, trackId: trackId(track) });
const rowsOf = (events: readonly ListenEvent[]) => [...trainingRows(() => events, { tracks, seed: SEED })];

/** Three listeners' days: plays with their ends, gestures, pauses, something taken back, sent twice and sent late. */
function aWholeLog(): ListenEvent[] {
  const names = ['ada', 'ben', 'cleo'];
  const counts = new Map<string, number>();
  const events: ListenEvent[] = [];
  let ms = 0;
  const say = (name: string, act: ListenEvent['act'], overrides: Partial<ListenEvent> = {}) => {
    const number = (counts.get(name) ?? 0) + 1;
    counts.set(name, number);
    events.push(anEvent(act, { ...by(name), number, ...at(ms), ...overrides }));
  };
  for (let i = 0; i < 60; i++) {
    const name = names[(i * 7) % 3]!;
    ms += i % 13 === 0 ? 3_600_000 : 20_000 + ((i * 7919) % 90_000);
    const track = (i * 5) % TRACKS;
    if (i % 4 !== 3) say(name, plays(track));
    if (i % 9 === 4) say(name, { type: 'click', trackId: trackId(track) });
    ms += (i * 104_729) % 200_000;
    say(name, i % 7 < 3 ? skips(track, (i % 10) / 12) : completes(track));
    if (i % 6 === 5) say(name, likes(track));
    if (i === 30) say(name, { type: 'undo', event: asEventId(`of-${name}:${counts.get(name)}`) });
    if (i === 35) events.push(events.at(-1)!);
    if (i === 40) say(name, completes(track), { occurredAtMs: NOON + ms - 3_600_000 });
  }
  return events;
}

async function onlineBefore(log: EventLog, store: OnlineStore, listener: ListenerId, track: TrackId, nowMs: number) {
  const [taste] = await store.tastes.load(partitionOf(listener, log.partitions('listens')), [listener]);
  const [record] = await store.tracks.load(partitionOf(track, log.partitions('track-steps')), [track]);
  const of = tracks.find(({ id }) => id === track)!;
  return {
    listener: [...readListenerFeatures(taste ? unpackTaste(taste.record).state : freshState(null), nowMs)],
    track: [...readTrackFeatures(record ? unpackTrackState(record) : freshTrackState(contentVectorOf(of)), nowMs)],
  };
}

describe('training rows', () => {
  it('hold, value by value, what the running worker had stored before each play, for a whole log', async () => {
    const log = MemoryEventLog.create();
    const store = openMemoryOnlineStore();
    const worker = workerOn({ log, store, catalogue: await aCatalogue(TRACKS) });
    await worker.start();
    const online = new Map<string, Awaited<ReturnType<typeof onlineBefore>>>();
    const events = aWholeLog();
    for (const event of events) {
      const { act, listenerId, occurredAtMs } = event;
      const key = `${listenerId}/${occurredAtMs}`;
      if ((act.type === 'play' || act.type === 'skip' || act.type === 'complete') && !online.has(key))
        online.set(key, await onlineBefore(log, store, listenerId, act.trackId, occurredAtMs));
      await appendAll(log, [event]);
      await untilLearnt(log, store);
    }
    await worker.stop();

    const rows = [...trainingRows(() => events, { tracks, seed: SEED })];
    // 60 plays, less the one that was taken back; the late one is none.
    expect(rows).toHaveLength(59);
    const nameOf = new Map(
      ['ada', 'ben', 'cleo'].map((name) => [rowsOf([anEvent(completes(0), { ...by(name), number: 1, ...at(0) })])[0]!.listenerHash, name]),
    );
    for (const row of rows) {
      const then = online.get(`${nameOf.get(row.listenerHash)}/${row.atMs}`);
      expect({ listener: [...row.listener], track: [...row.track] }).toEqual(then);
    }
    // A comparison of nothing but beginnings would prove little.
    for (let i = 0; i < LISTENER_FEATURE_NAMES.length; i++) {
      const name = LISTENER_FEATURE_NAMES[i]!;
      expect(new Set(rows.map((row) => row.listener[i])).size, name).toBeGreaterThan(1);
    }
  });

  it('are the same from the log itself, whose partitions are put in its order again', async () => {
    const log = MemoryEventLog.create();
    const events = aWholeLog();
    for (const event of events) await appendAll(log, [event]);
    const logged = await loggedEvents(log, tmpdir());
    expect([...logged.events()]).toEqual(events);
    const ofAda = (rows: ReturnType<typeof rowsOf>) => rows.map((row) => [row.listenerHash, row.atMs, ...row.listener].join()).sort();
    expect(ofAda([...trainingRows(logged.events, { tracks, seed: SEED })])).toEqual(ofAda(rowsOf(events)));
    logged.close();
  });

  it('read the features as the play begins: how long it went on would give the label away', () => {
    const day = (heardMs: number) => [
      anEvent(completes(1), { ...by('ada'), number: 1, ...at(0) }),
      anEvent(plays(2), { ...by('ada'), number: 2, ...at(1_000), shown: { epoch: 1, taste: 1, view: 0, rank: 4 } }),
      anEvent(heardMs > 100_000 ? completes(2) : skips(2), { ...by('ada'), number: 3, ...at(1_000 + heardMs) }),
    ];
    const [heard, skipped] = [day(200_000), day(3_000)].map((events) => rowsOf(events)[1]!);
    expect([heard?.heardOut, skipped?.heardOut]).toEqual([true, false]);
    expect([...heard!.listener]).toEqual([...skipped!.listener]);
    expect(heard).toMatchObject({ atMs: NOON + 1_000, rank: 4 });
  });

  it('leave out what an undo took back, and keep what an undo of the undo brought back', () => {
    const one = anEvent(skips(1), { ...by('ada'), number: 1, ...at(0) });
    const undo = anEvent({ type: 'undo', event: asEventId('of-ada:1') }, { ...by('ada'), number: 2, ...at(1_000) });
    const redo = anEvent({ type: 'undo', event: asEventId('of-ada:2') }, { ...by('ada'), number: 3, ...at(2_000) });
    expect(rowsOf([one, undo])).toHaveLength(0);
    expect(rowsOf([one, undo, redo])).toHaveLength(1);
  });

  it("[L14] hold nothing of a listener's from before they erased what is held, and nobody's name", () => {
    const events = [
      anEvent(completes(1), { ...by('ada'), number: 1, ...at(0) }),
      anEvent(completes(1), { ...by('ben'), number: 1, ...at(1_000) }),
      anEvent({ type: 'erase' }, { ...by('ada'), number: 2, ...at(2_000) }),
      anEvent(completes(3), { ...by('ada'), number: 3, ...at(3_000) }),
    ];
    const rows = rowsOf(events);
    expect(rows.map((row) => row.trackId)).toEqual(['t1', 't3']);
    expect(JSON.stringify(rows)).not.toMatch(/ada|ben/);
    expect(rows[1]?.listener[LISTENER_FEATURE_NAMES.indexOf('listens-hour')]).toBe(0);
  });

  it('are not made of what was sent twice, came late or has no time', () => {
    const once = anEvent(completes(1), { ...by('ada'), number: 1, ...at(0) });
    const late = anEvent(completes(2), { ...by('ada'), number: 2, receivedAtMs: NOON + 7_200_000, occurredAtMs: NOON });
    const timeless = anEvent(completes(3), { ...by('ada'), number: 3, ...at(0), timeless: true });
    expect(rowsOf([once, once, late, timeless]).map((row) => row.trackId)).toEqual(['t1']);
  });
});
