/** Gestures a second that a person cannot make by hand, and a burst that an outbox after a flight may be. */
const PER_SECOND = 100;
const BURST = 400;

/** A bucket of tokens for one listener: `take` answers 0, or the ms until there is one again. */
export function createBucket(nowMs: () => number, { perSecond = PER_SECOND, burst = BURST } = {}) {
  let tokens = burst;
  let atMs = nowMs();
  return {
    take(): number {
      const now = nowMs();
      // A clock that was set back takes no tokens away.
      tokens = Math.min(burst, tokens + (Math.max(0, now - atMs) / 1000) * perSecond);
      atMs = now;
      if (tokens >= 1) {
        tokens--;
        return 0;
      }
      return Math.max(1, Math.ceil(((1 - tokens) / perSecond) * 1000));
    },
  };
}
export type Bucket = ReturnType<typeof createBucket>;
