import { AppError } from '@segue/core/errors';
import type { EventLog, LogIdentity } from '@segue/core/ports';
import { z } from 'zod';

const KEY = 'identity';
const IdentityRecord = z.object({
  epoch: z.number().int().positive(),
  listenPartitions: z.number().int().positive(),
  stepPartitions: z.number().int().positive(),
});

/** The newest identity in `segue-meta`; null in a log that has none. */
export async function readIdentity(log: EventLog): Promise<LogIdentity | null> {
  let newest: Uint8Array | null = null;
  const follower = await log.follow({
    topic: 'segue-meta',
    onRecords: (_partition, records) => {
      for (const record of records) if (record.key === KEY) newest = record.value;
    },
  });
  await follower.caughtUp;
  await follower.stop();
  if (!newest) return null;
  const parsed = IdentityRecord.safeParse(jsonOf(newest));
  if (!parsed.success) {
    const why = z.prettifyError(parsed.error);
    throw new AppError('log_replaced', `The identity in segue-meta cannot be read: ${why}. Write a new one with: npm run log -- adopt`);
  }
  return parsed.data;
}

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}

export async function writeIdentity(log: EventLog, identity: LogIdentity): Promise<void> {
  await log.append('segue-meta', [{ partition: 0, key: KEY, value: new TextEncoder().encode(JSON.stringify(identity)) }]);
}
