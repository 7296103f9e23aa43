import { describe, expect, it } from 'vitest';
import { LagTrends } from './lag-trends.ts';

/** What waits on partition 0, look after look, two seconds apart. */
function trendAfter(...looks: readonly (readonly [events: number, seconds: number])[]): string | undefined {
  const lag = new LagTrends();
  for (const [i, [events, seconds]] of looks.entries()) {
    const labels = '{partition="0",topic="listens"}';
    lag.add({ [`segue_lag_events${labels}`]: events, [`segue_lag_seconds${labels}`]: seconds }, i * 2_000);
  }
  return lag.now()[0]?.trend;
}

describe('the lag of a partition', () => {
  it('rises where ever more wait', () => {
    expect(trendAfter([100, 0], [110, 0], [130, 0])).toBe('rising');
    expect(trendAfter([100, 0], [110, 0])).toBe('steady');
    // Some wait wherever events come in.
    expect(trendAfter([1, 0], [30, 1], [49, 1])).toBe('steady');
  });

  it('rises where few wait, and ever longer', () => {
    expect(trendAfter([0, 0], [3, 0], [5, 2], [9, 4])).toBe('steady');
    expect(trendAfter([0, 0], [3, 0], [5, 2], [9, 4], [15, 6])).toBe('rising');
    expect(trendAfter([1, 16], [1, 18])).toBe('rising');
  });

  it('does not rise where many wait long and it gets better', () => {
    expect(trendAfter([900, 20], [600, 22])).toBe('draining');
    expect(trendAfter([9, 12], [4, 8])).toBe('steady');
  });
});
