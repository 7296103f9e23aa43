import type { EventLog, LogRecord } from '@segue/core/ports';

const encoder = new TextEncoder();
/** Of what could not be read at most this much is kept beside the reason. */
const KEPT_BYTES = 16 * 1024;

export interface Refusal {
  readonly field: string;
  readonly reason: string;
}

export type Refuse = (partition: number, record: LogRecord, refusal: Refusal) => Promise<void>;

/** Sets aside what was found malformed in a topic of the log (L10): topic `listens-refused`, JSON, the bytes in base64. */
export function createRefuse(log: EventLog, topic: 'listens' | 'track-steps'): Refuse {
  const code = topic === 'listens' ? 'event_malformed' : 'step_malformed';
  return async (partition, record, { field, reason }) => {
    const bytes = Buffer.from((record.value ?? new Uint8Array()).subarray(0, KEPT_BYTES)).toString('base64');
    const value = encoder.encode(JSON.stringify({ code, topic, field, reason, partition, offset: record.offset, bytes }));
    await log.append('listens-refused', [{ partition: partition % log.partitions('listens-refused'), key: record.key, value }]);
  };
}
