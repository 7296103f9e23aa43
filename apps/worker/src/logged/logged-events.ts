import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { type ListenEvent, parseListenEvent } from '@segue/core/events';
import type { EventLog, LogRecord } from '@segue/core/ports';
import { Spool, type Spooled } from './spool.ts';

export interface LoggedEvents {
  /** From the beginning, as often as it is asked for. */
  readonly events: () => Iterable<ListenEvent>;
  close(): void;
}

/**
 * Every event that the log holds, in the order in which the log took it; each partition's order is kept. What cannot be
 * read was refused when it was learnt, and is left out here. It is kept on disk while it is used, as many bytes as the log has.
 *
 * @param folder where there is room for it.
 */
export async function loggedEvents(log: EventLog, folder: string): Promise<LoggedEvents> {
  const spools = Array.from({ length: log.partitions('listens') }, () => new Spool(join(folder, `.segue-log-${randomUUID()}`)));
  const close = () => {
    for (const spool of spools) spool.close();
  };
  try {
    await read(log, spools);
  } catch (cause) {
    close();
    throw cause;
  }
  return { events: () => merged(spools), close };
}

async function read(log: EventLog, spools: readonly Spool[]): Promise<void> {
  let fail: (cause: unknown) => void = () => {};
  const failed = new Promise<never>((_, reject) => {
    fail = reject;
  });
  const onRecords = (partition: number, records: readonly LogRecord[]) => {
    try {
      spools[partition]?.append(records);
    } catch (cause) {
      // A full disk: nobody else would be told of what is thrown here.
      fail(cause);
    }
  };
  const follower = await log.follow({ topic: 'listens', onRecords });
  try {
    await Promise.race([follower.caughtUp, failed]);
  } finally {
    await follower.stop();
  }
}

function* merged(spools: readonly Spool[]): Generator<ListenEvent> {
  const readers = spools.map((spool) => spool.read());
  const heads = readers.map(nextOf);
  for (;;) {
    let earliest = -1;
    let atMs = Number.POSITIVE_INFINITY;
    for (const [partition, head] of heads.entries()) {
      if (head && head.appendedAtMs < atMs) {
        atMs = head.appendedAtMs;
        earliest = partition;
      }
    }
    const head = heads[earliest];
    if (!head) return;
    const parsed = parseListenEvent(head.value);
    heads[earliest] = nextOf(readers[earliest]!);
    if (parsed.ok) yield parsed.event;
  }
}

function nextOf(reader: Iterator<Spooled>): Spooled | null {
  const { done, value } = reader.next();
  return done ? null : value;
}
