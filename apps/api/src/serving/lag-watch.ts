import { type EventLog, GROUPS } from '@segue/core/ports';
import type { Metrics } from '@segue/telemetry';

/** Looks in a row without any progress until learning counts as stuck: a busy learner moves in between. */
const STUCK_AFTER = 2;
/** Ends that are remembered of a partition that is behind; past it every other one goes. */
const MAX_ENDS = 256;

/** Watches how far the learner is behind the log, for the gauges and for the page. */
export function createLagWatch({
  log,
  metrics,
  nowMs,
}: {
  readonly log: EventLog;
  readonly metrics: Metrics;
  readonly nowMs: () => number;
}) {
  let doneBefore = -1;
  let stuck = 0;
  /** By partition, where the log ended when, as far back as something of it waits. */
  const ends = new Map<number, { readonly atMs: number; readonly end: number }[]>();

  /** How long the oldest event that waits has been there, to within a look. */
  function secondsBehind(partition: number, end: number, next: number): number {
    const seen = [...(ends.get(partition) ?? []), { atMs: nowMs(), end }].filter((one) => one.end > next);
    ends.set(partition, seen.length > MAX_ENDS ? seen.filter((_, i) => i % 2 === 0) : seen);
    return seen[0] ? Math.max(0, nowMs() - seen[0].atMs) / 1_000 : 0;
  }

  return {
    /** Resolves to whether learning is stuck: something waits, and nothing was learnt for some looks. */
    async look(): Promise<boolean> {
      const [logEnds, committed] = await Promise.all([log.ends('listens'), log.committed(GROUPS.learn, 'listens')]);
      let lag = 0;
      let done = 0;
      logEnds.forEach((end, partition) => {
        const next = committed[partition] ?? 0;
        lag += end - next;
        done += next;
        const labels = { topic: 'listens', partition: String(partition) };
        metrics.gauge('segue_lag_events', end - next, labels);
        metrics.gauge('segue_lag_seconds', secondsBehind(partition, end, next), labels);
      });
      stuck = lag > 0 && done === doneBefore ? stuck + 1 : 0;
      doneBefore = lag > 0 ? done : -1;
      return stuck >= STUCK_AFTER;
    },
  };
}
