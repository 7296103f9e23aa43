import type { Origin } from '@segue/core/events';

export type LearnStep = 'wait' | 'learn' | 'store';
export type Outcome = 'learnt' | 'already-applied' | 'duplicate' | 'undo-too-old' | 'refused';

/** What the worker tells about itself; main connects it to metrics and the log of the process. Carries no listener. */
export interface WorkerObserver {
  step(step: LearnStep, tookMs: number, origin: Origin): void;
  outcome(outcome: Outcome, origin: Origin | 'unknown'): void;
  /** Something changed that an operator should know of. */
  note(message: string, facts: Readonly<Record<string, string | number>>): void;
}

export const silentObserver: WorkerObserver = { step: () => {}, outcome: () => {}, note: () => {} };
