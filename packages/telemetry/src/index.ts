export { nowMs } from './clock.ts';
export { createLogger } from './logger.ts';
export type { Logger } from './logger.ts';
export { createMetrics, STEPS } from './metrics.ts';
export type { CounterName, GaugeName, Metrics, Step } from './metrics.ts';
