export { adoptLog } from './adopt-log.ts';
export { checkLog, RELEARNING } from './check-log.ts';
export { ModelFollower } from './model-follower.ts';
