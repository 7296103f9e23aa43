export type { Interactions, Row } from './data/interactions.ts';
export { interactionsOf } from './data/interactions.ts';
export type { Interval } from './figures/bootstrap.ts';
export { differenceOf, intervalOf } from './figures/bootstrap.ts';
export { readInteractions } from './formats/index.ts';
export { delayed } from './models/delayed.ts';
export { recommenderNamed } from './models/index.ts';
export { runPrequential } from './protocols/prequential.ts';
