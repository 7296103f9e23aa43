import type { Logger, Metrics } from '@segue/telemetry';
import type { WorkerObserver } from './observer.ts';

/** What the worker tells about itself, into metrics and the process's log. */
export const observe = (metrics: Metrics, logger: Logger): WorkerObserver => ({
  step: (step, tookMs, origin) => metrics.step(step, tookMs, origin),
  outcome: (outcome, origin) => metrics.count('segue_events_total', { outcome, origin }),
  note: (message, facts) => logger.warn(facts, message),
});
