import { asListenerId, asOutboxId, type ListenEvent } from '@segue/core/events';
import { ModelView } from '@segue/core/model';
import { anEvent, completes, skips, someTracks } from '@segue/core/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Learner } from './listens/learner.ts';
import type { TrackSide } from './listens/vectors.ts';
import { silentObserver } from './observer.ts';
import { createRefuse } from './refusals.ts';
import { aHistory } from './testing/a-history.ts';
import { entryOf, ForgetfulStore, Reader, Tape } from './testing/tape.ts';
import { createBookTrackSide } from './tracks/book-track-side.ts';
import { createLogTrackSide } from './tracks/log-track-side.ts';
import { StatePublisher } from './tracks/state-publisher.ts';
import { TrackBook } from './tracks/track-book.ts';
import { TrackLearner } from './tracks/track-learner.ts';

const STEP_PARTITIONS = 2;
const EPOCH = 7;
const model = new ModelView();
model.setTracks(someTracks(12), []);

/** What can happen between two batches, or in the middle of one. */
const incident = fc.oneof(
  { weight: 6, arbitrary: fc.record({ what: fc.constant('deliver' as const), who: fc.nat(1), most: fc.integer({ min: 1, max: 70 }) }) },
  { weight: 4, arbitrary: fc.record({ what: fc.constant('tracks' as const), who: fc.nat(1), most: fc.integer({ min: 1, max: 70 }) }) },
  // The partition moves when so many chunks of the batch are done.
  {
    weight: 2,
    arbitrary: fc.record({ what: fc.constant('moved' as const), who: fc.nat(1), most: fc.integer({ min: 1, max: 90 }), after: fc.nat(2) }),
  },
  { weight: 2, arbitrary: fc.record({ what: fc.constant('assign' as const), who: fc.nat(1), back: fc.nat(40) }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('abandon' as const), who: fc.nat(1), back: fc.nat(40) }) },
  { weight: 2, arbitrary: fc.record({ what: fc.constant('forget' as const), who: fc.nat(1), writes: fc.integer({ min: 1, max: 8 }) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      what: fc.constantFrom('store fails' as const, 'log fails' as const),
      who: fc.nat(1),
      how: fc.constantFrom('lost' as const, 'unheard' as const),
    }),
  },
);
type Incident = typeof incident extends fc.Arbitrary<infer T> ? T : never;

const deps = { epoch: EPOCH, seed: 3, now: () => 1_750_000_000_000, observer: silentObserver, onHealth: () => {} };

/** A worker on the tape: a reader of `listens`, and where it learns tracks by steps, one of each of their partitions. */
async function openWorker(tape: Tape, { store }: ForgetfulStore, alone: boolean) {
  const first = tape.handlers.length;
  const book = new TrackBook({ store: store.tracks, partitions: STEP_PARTITIONS, trackOf: (id) => model.track(id) });
  const publisher = new StatePublisher({ log: tape, book, now: deps.now });
  const know = async () => {};
  const tracks: TrackSide = alone
    ? createBookTrackSide({ book, store: store.tracks, publisher, model, know, partitions: STEP_PARTITIONS, epoch: EPOCH })
    : createLogTrackSide({ log: tape, model, know });
  const learner = new Learner({ ...deps, log: tape, group: 'learn', tastes: store.tastes, tracks, refuse: createRefuse(tape, 'listens') });
  await learner.start();
  const trackLearner = new TrackLearner({
    ...deps,
    log: tape,
    store: store.tracks,
    book,
    know,
    publisher,
    group: 'tracks',
    partitions: STEP_PARTITIONS,
    refuse: createRefuse(tape, 'track-steps'),
  });
  if (!alone) await trackLearner.start();
  const [listens, steps] = tape.handlers.slice(first);
  if (!listens) throw new Error('the learner consumes nothing');
  return {
    listens: new Reader(listens, tape.of('listens')),
    steps: steps ? Array.from({ length: STEP_PARTITIONS }, (_, p) => new Reader(steps, tape.of('track-steps', p), p)) : [],
    async stop() {
      await learner.stop();
      await trackLearner.stop();
      await publisher.flush();
    },
  };
}
type Opened = Awaited<ReturnType<typeof openWorker>>;

async function tapeOf(events: readonly ListenEvent[]): Promise<Tape> {
  const tape = new Tape({ 'track-steps': STEP_PARTITIONS });
  await tape.append(
    'listens',
    events.map((event) => entryOf(event)),
  );
  return tape;
}

/** Assigns everything to one worker and lets it come to the end. */
async function settle(tape: Tape, { listens, steps }: Opened, committed: number): Promise<void> {
  tape.fault = null;
  await listens.assign(committed);
  for (let tries = 0; !listens.atEnd; tries++) {
    if (tries > 200) throw new Error('the learner never comes to the end');
    await listens.deliver(500, () => 0);
  }
  for (const reader of steps) {
    await reader.assign(tape.of('track-steps').length);
    for (let tries = 0; !reader.atEnd; tries++) {
      if (tries > 200) throw new Error('the track learner never comes to the end');
      await reader.deliver(500, () => 0);
    }
  }
}

async function clean(events: readonly ListenEvent[], alone: boolean) {
  const tape = await tapeOf(events);
  const kept = new ForgetfulStore();
  const worker = await openWorker(tape, kept, alone);
  await settle(tape, worker, 0);
  await worker.stop();
  return kept.learnt();
}

async function troubled(events: readonly ListenEvent[], incidents: readonly Incident[], alone: boolean) {
  const tape = await tapeOf(events);
  const kept = new ForgetfulStore();
  const opened: Opened[] = [];
  const open = async () => {
    const worker = await openWorker(tape, kept, alone);
    opened.push(worker);
    return worker;
  };
  // One process alone has no second worker; a fleet's second one is late at whatever it does.
  const workers = alone ? [await open()] : [await open(), await open()];
  let committed = 0;
  const committedSteps = Array.from({ length: STEP_PARTITIONS }, () => 0);
  for (const one of incidents) {
    const who = one.who % workers.length;
    const worker = workers[who];
    if (!worker) continue;
    switch (one.what) {
      case 'deliver':
        if (await worker.listens.deliver(one.most, () => committed)) committed = worker.listens.cursor;
        break;
      case 'moved':
        await worker.listens.deliver(one.most, () => committed, one.after);
        await workers[(who + 1) % workers.length]?.listens.assign(committed);
        break;
      case 'tracks':
        for (const [p, reader] of worker.steps.entries())
          if (await reader.deliver(one.most, () => committedSteps[p] ?? 0)) committedSteps[p] = reader.cursor;
        break;
      case 'assign':
        await worker.listens.assign(Math.max(0, committed - one.back));
        for (const [p, reader] of worker.steps.entries()) await reader.assign(Math.max(0, (committedSteps[p] ?? 0) - one.back));
        break;
      case 'abandon': {
        const next = await open();
        workers[who] = next;
        await next.listens.assign(Math.max(0, committed - one.back));
        for (const [p, reader] of next.steps.entries()) await reader.assign(committedSteps[p] ?? 0);
        break;
      }
      case 'forget':
        kept.lose(one.writes);
        // A process alone loses its store with the machine, and itself: a store in the same process cannot go back.
        if (alone) {
          const next = await open();
          workers[who] = next;
          await next.listens.assign(committed);
        }
        break;
      case 'store fails':
        kept.fault = one.how;
        break;
      case 'log fails':
        tape.fault = one.how;
        break;
    }
  }
  kept.fault = null;
  const last = await open();
  await settle(tape, last, committed);
  for (const worker of opened) await worker.stop();
  return kept.learnt();
}

describe.each([
  { setting: 'a process alone', alone: true },
  { setting: 'a fleet', alone: false },
])('$setting', ({ alone }) => {
  it('[L2] learns, whatever happens on the way, exactly what the clean log teaches: tastes, revisions and tracks to the bit', async () => {
    await fc.assert(
      fc.asyncProperty(aHistory(160), fc.array(incident, { maxLength: 25, size: 'max' }), async (events, incidents) => {
        expect(await troubled(events, incidents, alone)).toEqual(await clean(events, alone));
      }),
      { numRuns: 150 },
    );
  });
});

describe('two workers of a fleet', () => {
  const of = (listener: string, count: number, from = 0) =>
    Array.from({ length: count }, (_, i) =>
      anEvent((from + i) % 3 === 0 ? skips((from + i) % 12) : completes((from + i) % 12), {
        listenerId: asListenerId(listener),
        outbox: asOutboxId(`of-${listener}`),
        number: from + i + 1,
        receivedAtMs: 1_750_000_000_000 + i,
        occurredAtMs: 1_750_000_000_000 + i,
      }),
    );
  async function opened(events: readonly ListenEvent[]) {
    const tape = await tapeOf(events);
    const kept = new ForgetfulStore();
    return { tape, kept, one: await openWorker(tape, kept, false), two: await openWorker(tape, kept, false) };
  }
  /** Everything on from where it stands, without another assignment: nothing but its own rewinding can help it. */
  async function goOn({ listens }: Opened): Promise<void> {
    for (let tries = 0; !listens.atEnd && tries < 100; tries++) await listens.deliver(500, () => 0);
  }

  it('[L2] a chunk that one saved and never sent is sent by the other, which finds that the store moved', async () => {
    const events = of('ada', 20);
    const { tape, kept, one, two } = await opened(events);
    await two.listens.deliver(4, () => 0);
    await one.listens.assign(4);
    tape.fault = 'lost';
    await one.listens.deliver(14, () => 4);
    await two.listens.deliver(2, () => 4);
    await goOn(two);
    await settle(tape, two, events.length);
    expect(kept.learnt()).toEqual(await clean(events, false));
    await Promise.all([one.stop(), two.stop()]);
  });

  it('[L2] a worker that does not know yet that the store lost its last second teaches tracks nothing from older tastes', async () => {
    const events = [...of('ada', 10), ...of('ben', 9), ...of('ada', 1, 10), ...of('ben', 5, 9)];
    const { tape, kept, one, two } = await opened(events);
    await one.listens.deliver(10, () => 0);
    await one.listens.deliver(9, () => 0);
    await two.listens.assign(19);
    await two.listens.deliver(1, () => 19);
    kept.lose(2);
    await goOn(two);
    await settle(tape, two, events.length);
    expect(kept.learnt()).toEqual(await clean(events, false));
    await Promise.all([one.stop(), two.stop()]);
  });
});
