export { turnClock } from './clock.ts';
