export { exportLog } from './logged/export-log.ts';
export type { LearnStep, Outcome, WorkerObserver } from './observer.ts';
export { silentObserver } from './observer.ts';
export type { Worker, WorkerDeps } from './worker.ts';
export { createWorker } from './worker.ts';
