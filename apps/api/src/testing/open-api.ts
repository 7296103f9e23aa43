import { MemoryCatalogue, MemoryCatalogueData, MemoryEventLog, MemoryStoreShared, openMemoryOnlineStore } from '@segue/backends/memory';
import { type ListenEvent, parseListenEvent } from '@segue/core/events';
import type { Catalogue, EventLog, OnlineStore } from '@segue/core/ports';
import { someTracks } from '@segue/core/testing';
import { createMetrics, type Metrics } from '@segue/telemetry';
import { type Api, type ApiDeps, createApi } from '../api.ts';
import { SESSION_COOKIE } from '../sessions/sessions.ts';
import type { SoundSource } from '../sound/sound-source.ts';
import { type Client, connectClient } from './client.ts';
import { createToneSound } from './tone-sound.ts';

export const SITE_KEY = 'a-site-key-of-enough-letters';

/** What apis opened on it share, as a fleet shares its Kafka, Redis and Postgres. */
export class Shared {
  readonly log: MemoryEventLog;
  readonly data = new MemoryCatalogueData();
  readonly store = new MemoryStoreShared();
  constructor({ partitions = 1 }: { readonly partitions?: number } = {}) {
    this.log = MemoryEventLog.create({ partitions: { listens: partitions } });
  }
}

export interface OpenOptions {
  readonly on?: Shared;
  readonly instance?: string;
  readonly tracks?: number;
  readonly settings?: Partial<ApiDeps['settings']>;
  readonly sdkFolder?: string;
  readonly sound?: SoundSource;
  /** Puts something between the api and its log or store. */
  readonly log?: (log: EventLog) => EventLog;
  readonly store?: (store: OnlineStore) => OnlineStore;
}

export interface OpenedApi {
  readonly api: Api;
  readonly url: string;
  readonly log: EventLog;
  readonly store: OnlineStore;
  readonly catalogue: Catalogue;
  readonly metrics: Metrics;
  readonly problems: unknown[];
  /** A new guest: the value for a `cookie` header. */
  guest(): Promise<string>;
  connect(options: { readonly cookie?: string; readonly token?: string; readonly origin?: string }): Promise<Client>;
  get(path: string, cookie?: string, headers?: Readonly<Record<string, string>>): Promise<Response>;
  /** Everything in `listens`, in the order of the log. */
  logged(): Promise<ListenEvent[]>;
  /** What `/metrics` says of one series; 0 where it has none. */
  counted(series: string, labels: Readonly<Record<string, string>>): Promise<number>;
  close(): Promise<void>;
}

/** The real api on a free port of this machine, on memory. */
export async function openApi({
  on = new Shared(),
  instance = 'one',
  tracks = 60,
  settings = {},
  sdkFolder,
  sound = createToneSound(),
  log: wrapLog = (log) => log,
  store: wrapStore = (store) => store,
}: OpenOptions = {}): Promise<OpenedApi> {
  const log = wrapLog(on.log.another());
  const store = wrapStore(openMemoryOnlineStore({ on: on.store, instance }));
  const catalogue = new MemoryCatalogue(on.data);
  if (on.data.tracks.size === 0 && tracks > 0) await catalogue.putTracks(someTracks(tracks));
  const metrics = createMetrics({ service: 'api', instance });
  const problems: unknown[] = [];
  const api = createApi({
    log,
    store,
    catalogue,
    sound,
    metrics,
    kinds: { log: 'memory', store: 'memory', catalogue: 'memory' },
    nearestWorkerUrl: new URL(import.meta.resolve('@segue/nearest/worker')),
    settings: {
      secrets: ['a secret for tests only'],
      allowedOrigins: [],
      siteKeys: new Map([[SITE_KEY, 'site']]),
      secureCookies: false,
      seed: 1,
      trustProxy: false,
      operator: { token: undefined, open: true },
      ...settings,
    },
    ...(sdkFolder === undefined ? {} : { sdkFolder }),
    onProblem: (cause) => problems.push(cause),
  });
  const port = await api.start({ port: 0, host: '127.0.0.1' });
  const url = `http://127.0.0.1:${port}`;
  const clients: Client[] = [];
  return {
    api,
    url,
    log,
    store,
    catalogue,
    metrics,
    problems,
    async guest() {
      const answer = await fetch(`${url}/api/session`, { method: 'POST' });
      const line = answer.headers.getSetCookie().find((cookie) => cookie.startsWith(`${SESSION_COOKIE}=`));
      if (!line) throw new Error(`no session: ${answer.status} ${await answer.text()}`);
      return line.split(';', 1)[0] ?? '';
    },
    async connect(options) {
      const client = await connectClient(url, options);
      clients.push(client);
      return client;
    },
    get: (path, cookie, headers = {}) => fetch(`${url}${path}`, { headers: { ...headers, ...(cookie ? { cookie } : {}) } }),
    logged: () => readListens(on.log),
    async counted(series, labels) {
      const found = (await metrics.registry.getMetricsAsJSON()).find(({ name }) => name === series);
      const values = (found?.values ?? []) as readonly { readonly labels: Readonly<Record<string, unknown>>; readonly value: number }[];
      return values
        .filter((one) => Object.entries(labels).every(([name, value]) => one.labels[name] === value))
        .reduce((sum, { value }) => sum + value, 0);
    },
    async close() {
      for (const client of clients) client.close();
      await api.stop();
      await log.close();
      await store.close();
    },
  };
}

async function readListens(log: MemoryEventLog): Promise<ListenEvent[]> {
  const events: ListenEvent[] = [];
  const follower = await log.another().follow({
    topic: 'listens',
    onRecords: (_partition, records) => {
      for (const { value } of records) {
        const parsed = value && parseListenEvent(value);
        if (parsed?.ok) events.push(parsed.event);
      }
    },
  });
  await follower.caughtUp;
  await follower.stop();
  return events;
}
