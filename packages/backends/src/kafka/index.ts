export type { KafkaEventLogOptions } from './event-log.ts';
export { KafkaEventLog } from './event-log.ts';
