export { nowMs } from './clock.ts';
export type { Logger } from './logger.ts';
export { createLogger } from './logger.ts';
export type { CounterName, GaugeName, Metrics, Step } from './metrics.ts';
export { createMetrics, STEPS } from './metrics.ts';
