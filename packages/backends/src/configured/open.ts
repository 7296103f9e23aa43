import { join } from 'node:path';
import type { Catalogue, EventLog, OnlineStore } from '@segue/core/ports';
import { openKafkaEventLog } from '../kafka/index.ts';
import { openLmdbEventLog, openLmdbOnlineStore } from '../lmdb/index.ts';
import { openCatalogueThread, openEmbeddedCatalogue, openPostgresCatalogue } from '../postgres/index.ts';
import { openRedisOnlineStore } from '../redis/index.ts';
import type { BackendSettings } from './settings.ts';

export interface OpenBackendsOptions {
  readonly settings: BackendSettings;
  /** This process among others: notices are addressed to it. */
  readonly instance: string;
  /** Where what is embedded keeps its files. */
  readonly home: string;
  readonly onProblem: (message: string) => void;
  /** The clock of what is embedded, and of Redis' client. */
  readonly nowMs?: () => number;
  /** A module that calls `serveEmbeddedCatalogue`: an embedded catalogue then works in a thread of its own. */
  readonly catalogueThread?: URL;
}

export interface Backends {
  readonly log: EventLog;
  readonly store: OnlineStore;
  readonly catalogue: Catalogue;
  /** What each is, for people. */
  readonly kinds: { readonly log: string; readonly store: string; readonly catalogue: string };
  /** In the reverse order of opening. */
  close(): Promise<void>;
}

/** Opens catalogue, log and store as the settings say: each is distributed where its variable is set, else embedded. */
export async function openBackends({
  settings,
  instance,
  home,
  onProblem,
  nowMs: clock = Date.now,
  catalogueThread,
}: OpenBackendsOptions): Promise<Backends> {
  const { kafka, redisUrl, databaseUrl, prefix, partitions } = settings;
  const nowMs = () => Math.floor(clock());
  const opened: { close(): Promise<void> }[] = [];
  const keep = <T extends { close(): Promise<void> }>(one: T): T => {
    opened.unshift(one);
    return one;
  };
  const close = async () => {
    for (const one of opened) await one.close().catch((cause) => onProblem(String(cause)));
  };
  try {
    // First: a database of a newer version is refused here, before topics or folders are made. Closed last, when nothing of the
    // log is projected into it any more.
    const catalogue = keep(
      databaseUrl
        ? await openPostgresCatalogue({ url: databaseUrl, schema: prefix.replaceAll('-', '_'), now: nowMs })
        : catalogueThread
          ? await openCatalogueThread({ thread: catalogueThread, path: join(home, 'catalogue'), now: nowMs })
          : await openEmbeddedCatalogue({ path: join(home, 'catalogue'), now: nowMs }),
    );
    const log = keep(
      kafka
        ? await openKafkaEventLog({
            ...kafka,
            clientId: `segue-${instance}`,
            prefix,
            partitions,
            logger: { warn: () => {}, error: (fields, message) => onProblem(`${message}: ${JSON.stringify(fields)}`) },
          })
        : openLmdbEventLog({
            path: join(home, 'log'),
            partitions,
            nowMs,
            onError: (cause, at) => onProblem(`a handler failed; its records are delivered again: ${JSON.stringify(at)}: ${String(cause)}`),
          }),
    );
    const store = keep(
      redisUrl
        ? await openRedisOnlineStore({ redis: redisUrl, prefix, instance, nowMs })
        : openLmdbOnlineStore({ path: join(home, 'store'), instance, nowMs }),
    );
    return {
      log,
      store,
      catalogue,
      kinds: { log: kafka ? 'Kafka' : 'LMDB', store: redisUrl ? 'Redis' : 'LMDB', catalogue: databaseUrl ? 'Postgres' : 'PGlite' },
      close,
    };
  } catch (cause) {
    await close();
    throw cause;
  }
}
