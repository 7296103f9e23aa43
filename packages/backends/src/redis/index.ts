export type { RedisOnlineStoreOptions } from './online-store.ts';
export { keysOf, openRedisOnlineStore } from './online-store.ts';
