import fc from 'fast-check';
import { afterEach, expect, it, vi } from 'vitest';
import { backoffMs } from './backoff.ts';
import { bestOffset, createNow } from './clock.ts';
import { ClockKeeper } from './clock-keeper.ts';

afterEach(() => void vi.useRealTimers());

it('takes the offset of the ping with the smallest round trip, and half of that as the error', () => {
  expect(
    bestOffset([
      { sentMs: 0, serverMs: 1_090, receivedMs: 100 },
      { sentMs: 200, serverMs: 1_205, receivedMs: 210 },
    ]),
  ).toEqual({ offsetMs: 1_000, errorMs: 5 });
  expect(bestOffset([])).toBeNull();
});

it('is never further off than it says, however unevenly the way there and back took', () => {
  const ping = fc.record({ there: fc.nat(500), back: fc.nat(500) });
  fc.assert(
    fc.property(fc.array(ping, { minLength: 1, maxLength: 8 }), fc.integer({ min: -5_000, max: 5_000 }), (pings, truth) => {
      const best = bestOffset(pings.map(({ there, back }) => ({ sentMs: 0, serverMs: there + truth, receivedMs: there + back })));
      expect(Math.abs((best?.offsetMs ?? 0) - truth)).toBeLessThanOrEqual((best?.errorMs ?? 0) + 1e-9);
    }),
  );
});

it('waits longer with each attempt, anywhere up to a bound', () => {
  const wait = (attempt: number, random: number): number => backoffMs(attempt, () => random, { baseMs: 500, mostMs: 15_000 });
  expect([0, 1, 2, 10, 1_000].map((attempt) => wait(attempt, 1))).toEqual([500, 1_000, 2_000, 15_000, 15_000]);
  expect(wait(9, 0)).toBe(0);
});

it('measures the server’s clock anew once this one was set, and not for a drift', async () => {
  vi.useFakeTimers({ toFake: ['Date', 'performance'], now: 1_000_000 });
  const serverMs = 1_000_000;
  let asked = 0;
  const now = createNow(() => void keeper.measureAgain());
  const keeper: ClockKeeper = new ClockKeeper({
    ask: async () => {
      asked += 1;
      return { serverMs };
    },
    onDead: () => {},
    onKnown: () => {},
    onChange: () => {},
    now,
  });
  await keeper.measure();
  expect([keeper.offset.offsetMs, asked]).toEqual([0, 8]);
  vi.setSystemTime(1_000_400);
  now();
  expect(asked).toBe(8);
  vi.setSystemTime(1_060_000);
  expect(now()).toBe(1_060_000);
  expect(keeper.known).toBe(true);
  for (let i = 0; i < 100; i++) await Promise.resolve();
  expect(asked).toBe(16);
  expect(keeper.offset.offsetMs).toBe(-60_000);
});
