import type { LogRecord } from '@segue/core/ports';
import type { KafkaMessage } from 'kafkajs';

/** Kafka's messages in the port's terms. */
export function recordsOf(messages: readonly KafkaMessage[]): LogRecord[] {
  return messages.map(({ offset, key, value, timestamp }) => ({
    offset: Number(offset),
    key: key?.toString() ?? '',
    value,
    appendedAtMs: Number(timestamp),
  }));
}
