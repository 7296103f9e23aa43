import { type EventLog, GROUPS } from '@segue/core/ports';
import type { Metrics } from '@segue/telemetry';

/** Looks in a row without any progress until learning counts as stuck: a busy learner moves in between. */
const STUCK_AFTER = 2;

/** Watches how far the learner is behind the log, for the gauges and for the page. */
export function createLagWatch({ log, metrics }: { readonly log: EventLog; readonly metrics: Metrics }) {
  let doneBefore = -1;
  let stuck = 0;
  return {
    /** Resolves to whether learning is stuck: something waits, and nothing was learnt for some looks. */
    async look(): Promise<boolean> {
      const [ends, committed] = await Promise.all([log.ends('listens'), log.committed(GROUPS.learn, 'listens')]);
      let lag = 0;
      let done = 0;
      ends.forEach((end, partition) => {
        const next = committed[partition] ?? 0;
        lag += end - next;
        done += next;
        metrics.gauge('segue_lag_events', end - next, { topic: 'listens', partition: String(partition) });
      });
      stuck = lag > 0 && done === doneBefore ? stuck + 1 : 0;
      doneBefore = lag > 0 ? done : -1;
      return stuck >= STUCK_AFTER;
    },
  };
}
