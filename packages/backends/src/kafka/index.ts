export type { KafkaLogger } from './client.ts';
export type { KafkaEventLogOptions } from './event-log.ts';
export { openKafkaEventLog } from './event-log.ts';
export { forgetTopics } from './forget-topics.ts';
