export { applyPending, type Pending } from './overlay.ts';
export type { PaintMeasure } from './paint.ts';
export { createSegue, databaseOf, type GestureDetails, type Segue, type SegueOptions } from './segue.ts';
export type { Refused, SegueState } from './state.ts';
export { compareRevisions } from './wire.ts';
