export { adoptLog } from './adopt-log.ts';
export { checkLog, checkReadable, RELEARNING } from './check-log.ts';
export { FIGURES_EVERY_MS, followFigures, type Heat, type InstanceFigures, publishFigures } from './figures-feed.ts';
export { ModelFollower } from './model-follower.ts';
