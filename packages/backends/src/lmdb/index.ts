export type { LmdbEventLogOptions } from './event-log.ts';
export { openLmdbEventLog } from './event-log.ts';
export type { LmdbOnlineStoreOptions } from './online-store.ts';
export { openLmdbOnlineStore } from './online-store.ts';
