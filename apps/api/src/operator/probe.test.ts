import type { Limits } from '@segue/core/ports';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { startProbe } from './probe.ts';

const EVERY_MS = 10_000;

function started({ taken = () => 0 }: { readonly taken?: () => number } = {}) {
  vi.useFakeTimers();
  const clock = { setBackMs: 0 };
  const gestures: {
    readonly outbox: string;
    readonly number: number;
    readonly occurredAt: string;
    readonly act: { readonly discover: number };
  }[] = [];
  const limits: Limits = { take: async () => taken() };
  const probe = startProbe({
    limits,
    gesture: async (raw) => {
      gestures.push(raw as (typeof gestures)[number]);
      return { ok: true } as never;
    },
    nowMs: () => Date.now() - clock.setBackMs,
    onProblem: (cause) => {
      throw cause;
    },
  });
  return { probe, clock, gestures };
}

describe('[L11] the probe', () => {
  afterEach(() => vi.useRealTimers());

  it('moves a slider to and fro every ten seconds, and goes on when the clock is set back by a night', async () => {
    const { probe, clock, gestures } = started();
    await vi.advanceTimersByTimeAsync(3 * EVERY_MS);
    clock.setBackMs = 9 * 3_600_000;
    await vi.advanceTimersByTimeAsync(3 * EVERY_MS);
    probe.stop();
    await vi.advanceTimersByTimeAsync(3 * EVERY_MS);
    // Each number is higher than the one before: none is taken for a sending of what was learnt.
    expect(gestures.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(new Set(gestures.map(({ outbox }) => outbox)).size).toBe(1);
    const moves = gestures.map(({ act }) => act.discover);
    expect(moves.slice(1).every((discover, i) => discover !== moves[i])).toBe(true);
  });

  it('leaves it to the instance that was first, and numbers from one in an outbox of its own', async () => {
    let over = 1;
    const one = started({ taken: () => over });
    await vi.advanceTimersByTimeAsync(2 * EVERY_MS);
    expect(one.gestures).toEqual([]);
    over = 0;
    await vi.advanceTimersByTimeAsync(EVERY_MS);
    const other = started();
    await vi.advanceTimersByTimeAsync(EVERY_MS);
    expect(one.gestures[0]?.number).toBe(1);
    expect(other.gestures[0]?.number).toBe(1);
    expect(other.gestures[0]?.outbox).not.toBe(one.gestures[0]?.outbox);
    one.probe.stop();
    other.probe.stop();
  });
});
