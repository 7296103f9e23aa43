import { AppError } from '@segue/core/errors';
import type { EventLog, LogIdentity, OnlineStore } from '@segue/core/ports';
import { identityOf } from './check-log.ts';
import { readIdentity, writeIdentity } from './identity-record.ts';

/** Takes the log as it is now for the true one, under an epoch above every older one: what was applied of the old log stands, positions of the old one lose. */
export async function adoptLog({
  log,
  store,
  nowMs,
}: {
  readonly log: EventLog;
  readonly store: OnlineStore;
  readonly nowMs: () => number;
}): Promise<LogIdentity> {
  const old = Math.max(await epochOf(log), (await store.log.recall())?.epoch ?? 0);
  const identity = identityOf(log, Math.max(Math.floor(nowMs()), old + 1));
  await writeIdentity(log, identity);
  await store.log.remember(identity);
  return identity;
}

/** An identity that cannot be read is one more reason to adopt; the store remembers its epoch. */
async function epochOf(log: EventLog): Promise<number> {
  try {
    return (await readIdentity(log))?.epoch ?? 0;
  } catch (cause) {
    if (cause instanceof AppError && cause.code === 'log_replaced') return 0;
    throw cause;
  }
}
