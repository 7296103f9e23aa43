export type { LmdbEventLogOptions } from './event-log.ts';
export { LmdbEventLog } from './event-log.ts';
