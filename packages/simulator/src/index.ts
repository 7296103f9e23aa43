export { createSociety, sessionLog } from './session-log.ts';
export { START_MS } from './simulate.ts';
export { simulateLive } from './simulate-live.ts';
