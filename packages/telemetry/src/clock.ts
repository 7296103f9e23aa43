let aheadMs = 0;

/** The server's clock: ms since 1970 with fractions, never going back while the process lives and nobody turns it. */
export const nowMs = (): number => performance.timeOrigin + performance.now() + aheadMs;

/** For tests: the clock goes on from `toMs`. Timers run as they did. */
export function turnClock(toMs: number): void {
  aheadMs += toMs - nowMs();
}
