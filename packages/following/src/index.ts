export { adoptLog } from './adopt-log.ts';
export { checkLog } from './check-log.ts';
export { ModelFollower } from './model-follower.ts';
