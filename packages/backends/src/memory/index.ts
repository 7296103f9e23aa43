export type { MemoryEventLogOptions } from './event-log.ts';
export { MemoryEventLog } from './event-log.ts';
