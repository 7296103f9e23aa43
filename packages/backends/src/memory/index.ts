export { MemoryCatalogue, MemoryCatalogueData } from './catalogue.ts';
export type { MemoryEventLogOptions } from './event-log.ts';
export { MemoryEventLog } from './event-log.ts';
export type { MemoryOnlineStoreOptions } from './online-store.ts';
export { MemoryStoreShared, openMemoryOnlineStore } from './online-store.ts';
