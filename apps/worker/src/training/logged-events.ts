import { type ListenEvent, parseListenEvent } from '@segue/core/events';
import type { EventLog, LogRecord } from '@segue/core/ports';

/**
 * Every event that the log holds, in the order in which the log took it; each partition's order is kept. What cannot be
 * read was refused when it was learnt, and is left out here. Held as the log's bytes: some 300 MB a million events.
 */
export async function loggedEvents(log: EventLog): Promise<() => Iterable<ListenEvent>> {
  const partitions: LogRecord[][] = Array.from({ length: log.partitions('listens') }, () => []);
  const follower = await log.follow({
    topic: 'listens',
    onRecords: (partition, records) => void partitions[partition]?.push(...records),
  });
  await follower.caughtUp;
  await follower.stop();
  return () => merged(partitions);
}

function* merged(partitions: readonly (readonly LogRecord[])[]): Generator<ListenEvent> {
  const next = partitions.map(() => 0);
  for (;;) {
    let earliest = -1;
    let atMs = Number.POSITIVE_INFINITY;
    for (const [partition, records] of partitions.entries()) {
      const record = records[next[partition]!];
      if (record && record.appendedAtMs < atMs) {
        atMs = record.appendedAtMs;
        earliest = partition;
      }
    }
    if (earliest < 0) return;
    const { value } = partitions[earliest]![next[earliest]!++]!;
    const parsed = value && parseListenEvent(value);
    if (parsed?.ok) yield parsed.event;
  }
}
