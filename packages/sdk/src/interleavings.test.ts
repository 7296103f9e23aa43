import 'fake-indexeddb/auto';
import type { Gesture } from '@segue/core/events';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createSegue, type Segue } from './segue.ts';
import { aLike } from './testing/builders.ts';
import { FakeProfile, type FakeTab } from './testing/fake-browser.ts';
import { type FakeLink, FakeServer } from './testing/fake-server.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
afterEach(() => void vi.useRealTimers());

interface OpenTab {
  readonly segue: Segue;
  readonly surroundings: FakeTab;
  readonly links: FakeLink[];
  readonly name: string;
  made: number;
}

/** A browser with some tabs, a server, and everything that may go wrong between them. */
class World {
  readonly server = new FakeServer();
  readonly tabs: OpenTab[] = [];
  readonly everything: OpenTab[] = [];
  readonly made: string[] = [];
  readonly refused = new Set<string>();
  readonly #profile = new FakeProfile();
  readonly #outbox: string;

  constructor(outbox: string) {
    this.#outbox = outbox;
  }

  open(): void {
    const links: FakeLink[] = [];
    const surroundings = this.#profile.tab();
    const segue = createSegue({
      url: 'http://fake',
      outbox: this.#outbox,
      surroundings,
      random: () => 0.5,
      openLink: (to, handlers) => {
        // A timer of a killed tab: nobody is there.
        if (surroundings.dead) return { ask: () => new Promise(() => {}), close: () => {} };
        const link = this.server.open(to, handlers);
        links.push(link as FakeLink);
        return link;
      },
    });
    const tab: OpenTab = { segue, surroundings, links, name: `tab${this.everything.length}`, made: 0 };
    segue.subscribe(({ refused }) => {
      for (const { act } of refused) if (act.type === 'like') this.refused.add(act.trackId);
    });
    this.tabs.push(tab);
    this.everything.push(tab);
    segue.connect();
  }

  gesture(which: number): void {
    const tab = this.tabs[which % this.tabs.length];
    if (!tab) return;
    const marker = `${tab.name}-${++tab.made}`;
    this.made.push(marker);
    tab.segue.gesture(aLike(marker));
  }

  /** The log may still get what was on its way, or part of it; nobody is told. */
  kill(which: number, swallowed: number): void {
    const [tab] = this.tabs.splice(which % Math.max(1, this.tabs.length), 1);
    tab?.surroundings.kill();
    for (const link of tab?.links ?? []) {
      for (let i = 0; i < swallowed; i++) link.swallow();
      link.close();
    }
  }

  cut(swallowed: number): void {
    for (const link of this.server.live) for (let i = 0; i < swallowed; i++) link.swallow();
    this.server.cutAll();
  }

  answer(how: 'ack' | 'retry' | 'refuse', times: number): void {
    for (const link of this.server.live) for (let i = 0; i < times && link.answer(how); i++);
  }

  async heal(): Promise<void> {
    if (this.tabs.length === 0) this.open();
    this.server.auto = true;
    for (let round = 0; round < 60; round++) {
      this.answer('ack', 1_000);
      await settle();
      vi.advanceTimersByTime(1_000);
      await settle();
      if (this.tabs.every(({ segue }) => segue.state().waiting === 0 && segue.state().connection === 'live')) return;
    }
  }
}

const settle = async (): Promise<void> => {
  for (let i = 0; i < 25; i++) await new Promise((resolve) => setImmediate(resolve));
};

type Step = (world: World) => void;
const step: fc.Arbitrary<readonly [string, Step]> = fc.oneof(
  { weight: 6, arbitrary: fc.nat(3).map((which) => [`gesture in ${which}`, (world: World) => world.gesture(which)] as const) },
  {
    weight: 2,
    arbitrary: fc.record({ which: fc.nat(3), size: fc.integer({ min: 2, max: 30 }) }).map(
      ({ which, size }) =>
        [
          `burst of ${size} in ${which}`,
          (world: World) => {
            for (let i = 0; i < size; i++) world.gesture(which);
          },
        ] as const,
    ),
  },
  {
    weight: 6,
    arbitrary: fc.integer({ min: 1, max: 20 }).map((times) => [`ack ${times}`, (world: World) => world.answer('ack', times)] as const),
  },
  { weight: 2, arbitrary: fc.constant(['retry', (world: World) => world.answer('retry', 1)] as const) },
  { weight: 1, arbitrary: fc.constant(['refuse', (world: World) => world.answer('refuse', 1)] as const) },
  { weight: 2, arbitrary: fc.nat(5).map((swallowed) => [`cut after ${swallowed}`, (world: World) => world.cut(swallowed)] as const) },
  { weight: 3, arbitrary: fc.constantFrom(150, 600, 3_000).map((ms) => [`${ms} ms`, () => void vi.advanceTimersByTime(ms)] as const) },
  { weight: 1, arbitrary: fc.constant(['forget', (world: World) => world.server.forget()] as const) },
  {
    weight: 1,
    arbitrary: fc
      .record({ which: fc.nat(3), swallowed: fc.nat(5) })
      .map(({ which, swallowed }) => [`kill ${which} after ${swallowed}`, (world: World) => world.kill(which, swallowed)] as const),
  },
  { weight: 1, arbitrary: fc.constant(['open', (world: World) => world.tabs.length < 4 && world.open()] as const) },
  {
    weight: 1,
    arbitrary: fc
      .record({ which: fc.nat(3), change: fc.constantFrom('hidden', 'shown') } as const)
      .map(({ which, change }) => [`${which} ${change}`, (world: World) => world.tabs[which]?.surroundings.tell(change)] as const),
  },
);

const markerOf = (gesture: Gesture): string => (gesture.act.type === 'like' ? gesture.act.trackId : '');
let runs = 0;

it("[L1] [L2] logs every gesture once, under one number and in its tab's order, whatever is acked, turned back, refused, cut, forgotten or killed", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
      const world = new World(`interleavings-${++runs}`);
      world.open();
      world.open();
      await settle();
      for (const [, run] of steps) {
        run(world);
        await settle();
      }
      await world.heal();
      const logged = world.server.log.map(markerOf);
      const contents = new Map<string, string>();
      for (const gesture of world.server.received) {
        const id = `${gesture.outbox}:${gesture.number}`;
        const content = JSON.stringify(gesture);
        expect(contents.get(id) ?? content).toBe(content);
        contents.set(id, content);
      }
      expect(new Set(logged).size).toBe(logged.length);
      expect(world.made.filter((marker) => !logged.includes(marker) && !world.refused.has(marker))).toEqual([]);
      for (const { name } of world.everything) {
        const places = logged.filter((marker) => marker.startsWith(`${name}-`)).map((marker) => Number(marker.split('-')[1]));
        expect(places).toEqual([...places].sort((a, b) => a - b));
      }
      for (const { segue } of world.everything) await segue.close();
    }),
    { numRuns: 60 },
  );
}, 60_000);
