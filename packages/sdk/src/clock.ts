/** How far the server's clock is ahead of this one, and how far off that may be, in ms. */
export interface ClockOffset {
  readonly offsetMs: number;
  readonly errorMs: number;
}

/** One ping: client clock when sent and received, server clock in between; ms since 1970. */
export interface Ping {
  readonly sentMs: number;
  readonly serverMs: number;
  readonly receivedMs: number;
}

export const PINGS = 8;
const SET_MS = 500;

/** The ping with the smallest round trip bounds the offset tightest: the server's time lies within half of it. */
export function bestOffset(pings: readonly Ping[]): ClockOffset | null {
  let best: Ping | undefined;
  for (const ping of pings) if (!best || roundTrip(ping) < roundTrip(best)) best = ping;
  if (!best) return null;
  const errorMs = Math.max(0, roundTrip(best) / 2);
  return { offsetMs: best.serverMs - (best.sentMs + errorMs), errorMs };
}

const roundTrip = (ping: Ping): number => ping.receivedMs - ping.sentMs;

/**
 * This machine's clock, ms since 1970 with fractions. `performance.now` alone stands still while a laptop sleeps, and
 * `Date.now` alone has whole milliseconds: the first is used and set right whenever it drifts from the second. `onSet` hears
 * of what is more than drift: somebody set the clock, or the machine slept.
 */
export function createNow(onSet: () => void = () => {}): () => number {
  let origin = Date.now() - performance.now();
  return () => {
    const fine = origin + performance.now();
    const drift = Date.now() - fine;
    if (Math.abs(drift) < 50) return fine;
    origin += drift;
    if (Math.abs(drift) > SET_MS) onSet();
    return fine + drift;
  };
}
