export type { IndexState, Method } from './messages.ts';
export type { Nearest, NearestOptions } from './open-nearest.ts';
export { openNearest } from './open-nearest.ts';
export { recallOf } from './recall.ts';
export { scanPlainly } from './scan-plainly.ts';
