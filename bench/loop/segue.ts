import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { answersOk, startProcess } from '../../scripts/cluster/process.mjs';
import { startCluster } from '../../scripts/cluster/start-cluster.mjs';
import { NODE_FLAGS } from '../../scripts/lib/node-flags.mjs';
import { root } from '../../scripts/lib/root.mjs';
import { connectListeners, SITE_KEYS, sampleOf } from './segue-client.ts';
import type { System } from './system.ts';

/** For services that others use too: what is measured is in topics, keys and a schema of its own. */
export const benchPrefix = () => `bench-${randomUUID().slice(0, 8)}`;

const QUIET = { SITE_KEYS, LOG_LEVEL: 'error' } as const;

export interface Segue extends System {
  readonly url: string;
  /** Services that it runs on, for whoever compares with them. */
  readonly services: Readonly<Record<string, string>>;
}

/** Segue on Kafka, Redis and Postgres: one api, one worker, clients straight to the api; with pages the address is nginx's. */
export async function startDistributed({
  tracks,
  api = 1,
  worker = 1,
  nodeFlags = () => [],
  web = 0,
}: {
  readonly tracks: number;
  readonly api?: number;
  readonly worker?: number;
  readonly nodeFlags?: (name: string) => readonly string[];
  readonly web?: number;
}) {
  const prefix = benchPrefix();
  const cluster = await startCluster({
    api,
    worker,
    web,
    prefix,
    env: { ...QUIET, SEGUE_TRACKS: String(tracks) },
    nodeFlags,
  });
  const url = web > 0 ? cluster.url : (cluster.apis[0]?.url ?? '');
  const { kafka, redis, postgres } = cluster.services.handles;
  const system: Segue = {
    name: 'kafka',
    url,
    services: cluster.services.env,
    metricsUrls: [...cluster.apis, ...cluster.workers].map((each) => each.url),
    processes: () => ({
      api: cluster.apis[0]?.pid,
      worker: cluster.workers[0]?.pid,
      kafka: kafka?.pid,
      redis: redis?.pid,
      postgres: postgres?.pid,
    }),
    connect: async (count) => connectListeners(url, count, (await sampleOf(url)).tracks),
    stop: () => cluster.stop(),
  };
  return { ...system, cluster, prefix };
}

/** Segue in one process on embedded parts, as `npm start` runs it, pages and all. */
export async function startEmbedded({
  tracks,
  folder,
  nodeFlags = () => [],
}: {
  readonly tracks: number;
  readonly folder: string;
  readonly nodeFlags?: (name: string) => readonly string[];
}): Promise<Segue> {
  const program = await startProcess({
    name: 'solo',
    command: process.execPath,
    args: () => [...NODE_FLAGS, ...nodeFlags('solo'), join(root, 'apps', 'solo', 'dist', 'main.js')],
    env: (port: number) => ({
      ...process.env,
      ...QUIET,
      KAFKA_BROKERS: '',
      REDIS_URL: '',
      DATABASE_URL: '',
      NODE_ENV: 'production',
      HOST: '127.0.0.1',
      PORT: String(port),
      SEGUE_HOME: join(folder, 'home'),
      SEGUE_TRACKS: String(tracks),
    }),
    ready: answersOk('/readyz'),
    log: join(folder, 'solo.log'),
    readyWithinMs: 180_000,
  });
  return {
    name: 'embedded',
    url: program.url,
    services: {},
    metricsUrls: [program.url],
    processes: () => ({ solo: program.pid }),
    connect: async (count) => connectListeners(program.url, count, (await sampleOf(program.url)).tracks),
    stop: () => program.stop(),
  };
}
