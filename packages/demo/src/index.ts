export { demoTracks } from './demo-tracks.ts';
export type { Demo, DemoOptions } from './open-demo.ts';
export { openDemo } from './open-demo.ts';
export { simulatedListens, simulatedTotal } from './simulated-history.ts';
