import {
  type Act,
  type Answer,
  compareRevisions,
  type EventId,
  OPERATOR_NAMESPACE,
  type OperatorView,
  OperatorViewSchema,
  type Slate,
  SlateSchema,
  SOCKET_PATH,
} from '@segue/core/events';
import { aTrack, completes, likes, skips, trackId, until } from '@segue/core/testing';
import { io } from 'socket.io-client';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openOnMemory } from './testing/on-memory.ts';

/** An app, and a listener with a real socket. */
async function openLoop() {
  const app = await openOnMemory({ tracks: 80 });
  const { url, catalogue, problems, worker } = app;
  const cookie = await app.session();
  const close: (() => void)[] = [];
  let outboxes = 0;
  return {
    catalogue,
    problems,
    worker,
    page: async () => SlateSchema.parse(await (await fetch(`${url}/api/slate`, { headers: { cookie } })).json()),
    history: async () =>
      ((await (await fetch(`${url}/api/history`, { headers: { cookie } })).json()) as { entries: { event: string }[] }).entries,
    watch(): { last(): OperatorView | undefined } {
      const socket = io(`${url}${OPERATOR_NAMESPACE}`, { path: SOCKET_PATH, transports: ['websocket'], forceNew: true });
      close.push(() => socket.disconnect());
      let last: OperatorView | undefined;
      socket.on('view', (raw) => {
        last = OperatorViewSchema.parse(raw);
      });
      return { last: () => last };
    },
    async connect() {
      const socket = io(url, {
        path: SOCKET_PATH,
        transports: ['websocket'],
        reconnection: false,
        forceNew: true,
        extraHeaders: { cookie },
      });
      close.push(() => socket.disconnect());
      const pushed: Slate[] = [];
      socket.on('slate', (slate: unknown) => pushed.push(SlateSchema.parse(slate)));
      await new Promise<void>((resolve, reject) => {
        socket.once('connect', resolve);
        socket.once('connect_error', reject);
      });
      const outbox = `loop-${++outboxes}`;
      let number = 0;
      return {
        pushed,
        id: () => `${outbox}:${number}` as EventId,
        does: async (act: Act): Promise<Answer> =>
          (await socket
            .timeout(10_000)
            .emitWithAck('gesture', { v: 1, outbox, number: ++number, occurredAt: new Date().toISOString(), act })) as Answer,
        snapshot: async () => SlateSchema.parse(await socket.timeout(10_000).emitWithAck('snapshot', {})),
        painted: async (gestureToPaintMs: number) => {
          const { revision, heard } = pushed.at(-1) ?? {};
          const times = { gestureToPaintMs, paintMs: 5, pushMs: 1, clientToApiMs: 1, clockErrorMs: 1, delayed: false };
          await socket.timeout(10_000).emitWithAck('painted', { event: heard?.event, revision, ...times });
        },
        leave: () => socket.disconnect(),
      };
    },
    async close() {
      for (const end of close) end();
      await app.close();
    },
  };
}
type Loop = Awaited<ReturnType<typeof openLoop>>;

describe('the loop in one process', () => {
  let loop: Loop;
  beforeEach(async () => {
    loop = await openLoop();
  });
  afterEach(async () => {
    await loop.close();
    expect(loop.problems).toEqual([]);
  });

  const offsetOf = (answer: Answer) => (answer.status === 'acked' ? answer.position.offset : Number.POSITIVE_INFINITY);
  const covers = (slate: Slate | undefined, offset: number) => (slate?.covers?.offset ?? -1) >= offset;
  const ascending = (slates: readonly Slate[]) =>
    slates.every((slate, i) => i === 0 || compareRevisions(slates[i - 1]?.revision ?? slate.revision, slate.revision) <= 0);

  it('[L4] pushes slates whose revisions never go back, until one covers all that was acked', async () => {
    const tab = await loop.connect();
    const answers = await Promise.all(
      Array.from({ length: 60 }, (_, i) => tab.does(i % 3 === 0 ? completes(i) : i % 3 === 1 ? skips(i) : likes(i))),
    );
    const last = Math.max(...answers.map(offsetOf));
    await until(() => covers(tab.pushed.at(-1), last), 'a slate covers every ack');
    expect(tab.pushed.length).toBeGreaterThan(1);
    expect(ascending(tab.pushed)).toBe(true);
    // Which rows there are moves with what tracks have learnt since; a heart has each that was liked.
    for (const { rows, liked } of [tab.pushed.at(-1)!, await tab.snapshot()])
      for (const { track } of rows) {
        const number = Number(track.trackId.slice(1));
        expect(liked.includes(track.trackId), track.trackId).toBe(number < 60 && number % 3 === 2);
      }
  });

  it('[L4] gives a snapshot that is not older after a link was lost, with what was said meanwhile', async () => {
    const one = await loop.connect();
    const two = await loop.connect();
    const before = offsetOf(await one.does(likes(1)));
    await until(() => covers(one.pushed.at(-1), before), 'the first like is shown');
    const shown = one.pushed.at(-1);
    one.leave();
    const meanwhile = offsetOf(await two.does({ type: 'block', subject: { kind: 'track', id: trackId(2) } }));
    await until(() => covers(two.pushed.at(-1), meanwhile), 'the block is learnt');
    const back = await loop.connect();
    const snapshot = await back.snapshot();
    expect(covers(snapshot, meanwhile)).toBe(true);
    expect(compareRevisions(snapshot.revision, shown?.revision ?? snapshot.revision)).toBeGreaterThan(0);
    expect(compareRevisions((await loop.page()).revision, snapshot.revision)).toBe(0);
  });

  it('[L4] a catalogue that changed is a newer slate, for a page as for a socket', async () => {
    const tab = await loop.connect();
    const before = await tab.snapshot();
    const page = await loop.page();
    await loop.catalogue.removeTracks(before.rows.map(({ track }) => track.trackId));
    await loop.catalogue.putTracks([aTrack(200, { title: 'A new one' })]);
    await until(() => tab.pushed.length > 0, 'the new list is pushed');
    const gone = new Set(before.rows.map(({ track }) => track.trackId));
    for (const slate of [tab.pushed.at(-1), await loop.page()]) {
      expect(slate?.rows.some(({ track }) => gone.has(track.trackId))).toBe(false);
      expect(compareRevisions(slate?.revision ?? page.revision, page.revision)).toBeGreaterThan(0);
    }
  });

  it('[L5] what was skipped or blocked does not come back once it is learnt', async () => {
    const tab = await loop.connect();
    const rows = (await tab.snapshot()).rows.map(({ track }) => track.trackId);
    const [skipped, blocked] = rows;
    if (!skipped || !blocked) throw new Error('the slate is too short');
    await tab.does({ type: 'skip', trackId: skipped, heardFraction: 0.1 });
    const last = offsetOf(await tab.does({ type: 'block', subject: { kind: 'track', id: blocked } }));
    await until(() => covers(tab.pushed.at(-1), last), 'both are learnt');
    for (const slate of [...tab.pushed.slice(-1), await tab.snapshot(), await loop.page()])
      for (const id of [skipped, blocked]) expect(slate.rows.map(({ track }) => track.trackId)).not.toContain(id);
  });

  it('[L6] being played moves a row out of Yours next, and nothing that is learnt does', async () => {
    const tab = await loop.connect();
    await tab.does({ type: 'pin', trackId: trackId(40) });
    await tab.does({ type: 'queue', trackId: trackId(41), at: 'end' });
    for (let i = 0; i < 30; i++) await tab.does(skips(i));
    const last = offsetOf(await tab.does(likes(31)));
    await until(() => covers(tab.pushed.at(-1), last), 'all is learnt');
    const yours = async () => (await tab.snapshot()).yours.map(({ track }) => track.trackId);
    expect((await yours()).sort()).toEqual([trackId(40), trackId(41)]);
    const played = offsetOf(await tab.does({ type: 'play', trackId: trackId(41) }));
    await until(() => covers(tab.pushed.at(-1), played), 'the play is learnt');
    expect(await yours()).toEqual([trackId(40)]);
  });

  it('the dashboard has the path of one real gesture, and what the probe does counts as the probe’s in every step', async () => {
    const ada = await loop.connect();
    const watch = loop.watch();
    await ada.does(likes(3));
    await until(() => ada.pushed.at(-1)?.heard?.event === ada.id(), 'the like is heard');
    await ada.painted(2_000);
    const of = (origin: string) => watch.last()?.origins.find((one) => one.origin === origin);
    await until(() => (of('probe')?.slate.n ?? 0) > 0 && of('person')?.path != null, 'both are seen', 20_000);
    const counts = (origin: string, names: readonly string[]) =>
      names.map((name) => of(origin)?.steps.find(({ step }) => step === name)?.figure.n ?? 0);
    expect(counts('person', ['append', 'notice', 'rank', 'paint'])).toEqual([1, 1, 1, 1]);
    expect(new Set(counts('probe', ['append', 'notice', 'rank']))).toEqual(new Set([of('probe')?.gestures]));
    const steps = of('person')?.path?.steps ?? [];
    expect(steps.reduce((sum, { ms }) => sum + ms, 0)).toBeCloseTo(2_000, 3);
    // Within its bucket.
    expect(of('person')?.clockErrorMs).toBeCloseTo(1, 0);
    expect(watch.last()?.parts).toContainEqual({ part: 'store', kind: 'memory', up: true });
  }, 40_000);

  it('every gesture that a list answers is named in it: more like this, a tune, a click, an undo', async () => {
    const ada = await loop.connect();
    await ada.does(likes(3));
    for (const act of [
      { type: 'more', trackId: trackId(4) },
      { type: 'tune', discover: 0.9, energy: 0.2 },
      { type: 'click', trackId: trackId(5) },
      { type: 'undo', event: ada.id() },
    ] as const) {
      await ada.does(act);
      await until(() => ada.pushed.at(-1)?.heard?.event === ada.id(), `the ${act.type} is named`);
    }
  });

  it('what is learnt together with what follows it is said all the same, and a page that is opened later says it too', async () => {
    const ada = await loop.connect();
    await ada.does(likes(1));
    await until(() => ada.pushed.at(-1)?.heard?.type === 'like', 'the like is heard');
    await loop.worker.stop();
    const skipped: EventId[] = [];
    for (const n of [2, 3, 4]) {
      await ada.does(skips(n));
      skipped.push(ada.id());
      await ada.does({ type: 'play', trackId: trackId(n + 10) });
    }
    await loop.worker.start();
    await until(() => ada.pushed.at(-1)?.heard?.type === 'skip', 'the skips are heard');
    expect(ada.pushed.at(-1)?.heard).toMatchObject({ event: skipped[2], sum: { events: skipped } });
    // Ranked anew, from the ring; and once it is quiet, as it was said.
    expect((await loop.page()).heard).toMatchObject({ event: skipped[2], type: 'skip' });
    await until(async () => (await loop.page()).heard?.sum?.events.length === 3, 'the list is kept with what was said');
    await ada.does({ type: 'complete', trackId: trackId(14), heardFraction: 1 });
    await until(() => ada.pushed.at(-1)?.heard?.type === 'complete', 'what played is named');
    expect((await loop.page()).heard).toMatchObject({ event: skipped[2], type: 'skip' });
  });

  it('an undo takes back what is in reach, says what does the opposite of what is not, and knows nothing of the rest', async () => {
    const tab = await loop.connect();
    await tab.does(likes(1));
    const first = tab.id();
    await tab.does(likes(2));
    const second = offsetOf(await tab.does({ type: 'undo', event: tab.id() }));
    await until(() => covers(tab.pushed.at(-1), second), 'the undo is learnt');
    expect((await tab.snapshot()).liked).not.toContain(trackId(2));

    for (let i = 0; i < 70; i++) await tab.does({ type: 'more', trackId: trackId(10 + (i % 60)) });
    const last = offsetOf(await tab.does(skips(3)));
    const skip = tab.id();
    await until(() => covers(tab.pushed.at(-1), last), 'all is learnt');
    await until(async () => (await loop.history()).some(({ event }) => event === skip), 'the history has it');
    expect(await tab.does({ type: 'undo', event: first })).toMatchObject({
      status: 'refused',
      code: 'undo_too_old',
      field: 'act.event',
      inverse: { type: 'unlike', trackId: trackId(1) },
    });
    expect(await tab.does({ type: 'undo', event: skip })).toMatchObject({ status: 'acked' });
    for (const event of ['somebody-else:1', `${first.split(':')[0]}:99999`])
      expect(await tab.does({ type: 'undo', event: event as EventId })).toMatchObject({
        status: 'refused',
        code: 'undo_unknown',
        field: 'act.event',
      });
  });
});
