import 'fake-indexeddb/auto';
import { PaintedSchema } from '@segue/core/events';
import { afterEach, expect, it } from 'vitest';
import { createSegue, type Segue } from './segue.ts';
import type { SegueState } from './state.ts';
import { aLike } from './testing/builders.ts';
import { startRealServer } from './testing/real-server.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function serve(options?: { readonly token: string }): Promise<Awaited<ReturnType<typeof startRealServer>>> {
  const server = await startRealServer(options);
  closing.push(server.close);
  return server;
}

function open(url: string, token?: () => Promise<string>): Segue {
  const segue = createSegue({ url, random: () => 0, ...(token ? { token } : {}) });
  closing.push(() => segue.close());
  segue.connect();
  return segue;
}

const reaches = (segue: Segue, what: (state: SegueState) => boolean): Promise<SegueState> =>
  new Promise((resolve) => {
    if (what(segue.state())) return resolve(segue.state());
    const stop = segue.subscribe((state) => {
      if (!what(state)) return;
      stop();
      resolve(state);
    });
  });

it('[L1] [L4] sends a gesture over a real socket and shows the slate that it caused', async () => {
  const server = await serve();
  const segue = open(server.url);
  await reaches(segue, (state) => state.connection === 'live');
  const { event } = segue.gesture(aLike('a'), { shown: { epoch: 1, taste: 1, view: 0, rank: 3 } });
  const state = await reaches(segue, ({ slate, waiting }) => waiting === 0 && slate?.revision.taste === 2);
  expect(server.log).toHaveLength(1);
  expect(state.slate?.heard?.event).toBe(event);
  expect(state.clock.errorMs).toBeLessThan(5_000);
});

it('[L2] loses and doubles nothing when the link is cut again and again', async () => {
  const server = await serve();
  const segue = open(server.url);
  const names = Array.from({ length: 200 }, (_, i) => `t${i}`);
  for (const [i, name] of names.entries()) {
    segue.gesture(aLike(name));
    if (i % 40 !== 20) continue;
    await reaches(segue, (state) => state.connection === 'live');
    server.cut();
  }
  await reaches(segue, (state) => state.waiting === 0);
  expect(server.log.map((one) => ('trackId' in one.act ? one.act.trackId : ''))).toEqual(names);
});

it('comes with a token where the page has one, and with a new one when that is refused', async () => {
  const server = await serve({ token: 'second' });
  const tokens = ['first', 'second'];
  const segue = open(server.url, async () => tokens.shift() ?? 'none');
  await reaches(segue, (state) => state.connection === 'live');
});

it('reports a paint that the server can read, with the error of its clock', async () => {
  const server = await serve();
  const segue = open(server.url);
  await reaches(segue, (state) => state.connection === 'live' && state.clock.errorMs < 1_000);
  const { event } = segue.gesture(aLike('a'));
  const { slate } = await reaches(segue, (state) => state.slate?.heard?.event === event && state.waiting === 0);
  if (!slate) throw new Error('no slate');
  segue.painted({ event, revision: slate.revision, gestureToPaintMs: 12.5 });
  // An answer to a later question: the report before it has arrived.
  await segue.gesture(aLike('b'));
  await reaches(segue, (state) => state.waiting === 0);
  expect(server.painted).toHaveLength(1);
  expect(PaintedSchema.parse(server.painted[0])).toMatchObject({ gestureToPaintMs: 12.5, delayed: false });
});
