export { deafened } from './deafened.ts';
export { openControl } from './open-control.ts';
export { seededIds } from './seeded-ids.ts';
export { slowed } from './slowed.ts';
