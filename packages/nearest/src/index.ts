export type { IndexState } from './messages.ts';
export type { Nearest, NearestOptions } from './open-nearest.ts';
export { openNearest } from './open-nearest.ts';
