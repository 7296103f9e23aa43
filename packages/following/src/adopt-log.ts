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
  const old = Math.max((await readIdentity(log))?.epoch ?? 0, (await store.log.recall())?.epoch ?? 0);
  const identity = identityOf(log, Math.max(Math.floor(nowMs()), old + 1));
  await writeIdentity(log, identity);
  await store.log.remember(identity);
  return identity;
}
