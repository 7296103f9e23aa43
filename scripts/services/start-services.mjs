import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { secondsSince } from '../lib/say.mjs';
import { makeScratch } from '../lib/scratch.mjs';
import { haveDocker, prepareDocker } from './docker.mjs';
import { kafka } from './kafka.mjs';
import { postgres } from './postgres.mjs';
import { redis } from './redis.mjs';
import { redisCluster } from './redis-cluster.mjs';

/** @type {Record<'kafka' | 'redis' | 'redisCluster' | 'postgres', Service>} */
const SERVICES = { kafka, redis, redisCluster, postgres };
/** What an app needs; a Redis Cluster is for those who ask for it. */
const USUAL = /** @type {const} */ (['kafka', 'redis', 'postgres']);
export const ALL_SERVICES = /** @type {(keyof typeof SERVICES)[]} */ (Object.keys(SERVICES));

/**
 * Starts real servers from what the machine has: a running one that a variable points to, a local program, Docker.
 * Each is on a free port with its own data folder, and goes with this process, whatever ends it.
 *
 * @param {{ want?: readonly (keyof SERVICES)[], log?: (line: string) => void, fresh?: boolean, advertisedKafkaPort?: number }} [options]
 *   fresh: also where a running one could be had;
 *   advertisedKafkaPort: a port that Kafka names as its own, so that clients come back to whatever stands before it there
 * @returns {Promise<Services>}
 *
 * @typedef {object} Service
 * @property {string} name
 * @property {string} variable
 * @property {{ name: string, port: number, args: readonly string[], env(port: number): string[], hello: Buffer, isUp(answer: Buffer): boolean } | null} image
 *   hello: what a client says first, and isUp: whether that is the answer of a server that is ready; null where Docker cannot stand in
 * @property {(port: number) => string} url
 * @property {() => string | null} lacking what the machine would need, null where it has all
 * @property {(place: { folder: string, log: string, say: (line: string) => void, advertisedPort?: number }) => Promise<Prepared>} prepare
 *
 * @typedef {{ port: number, open(): Promise<import('../lib/guarded.mjs').Guarded> }} Prepared
 *
 * @typedef {object} ServiceHandle
 * @property {string} name
 * @property {string} url
 * @property {number} port
 * @property {number | undefined} pid
 * @property {(signal: NodeJS.Signals) => void} kill SIGKILL, SIGSTOP, SIGCONT …, to the server itself
 * @property {() => Promise<void>} restart on the same port and data, after a kill too
 * @property {() => Promise<void>} stop
 *
 * @typedef {object} Services
 * @property {Record<string, string>} env the variables, as far as they could be had
 * @property {Partial<Record<keyof SERVICES, ServiceHandle>>} handles those that were started here
 * @property {{ name: string, reason: string }[]} missing
 * @property {() => Promise<void>} stop
 */
export async function startServices({ want = USUAL, log = () => {}, fresh = false, advertisedKafkaPort } = {}) {
  const scratch = makeScratch('services');
  /** @type {Services} */
  const services = {
    env: {},
    handles: {},
    missing: [],
    async stop() {
      await Promise.allSettled(Object.values(services.handles).map((handle) => handle.stop()));
      scratch.remove();
    },
  };
  await Promise.all(
    want.map(async (key) => {
      const { name, variable } = SERVICES[key];
      const running = fresh ? undefined : process.env[variable];
      if (running) {
        services.env[variable] = running;
        log(`  ${name}: the running one that ${variable} names`);
        return;
      }
      const start = performance.now();
      try {
        const handle = await startOne(SERVICES[key], {
          folder: join(scratch.path, key),
          say: log,
          advertisedPort: key === 'kafka' ? advertisedKafkaPort : undefined,
        });
        services.handles[key] = handle;
        services.env[variable] = handle.url;
        log(`  ${name}: ${handle.url} (${secondsSince(start)} s)`);
      } catch (cause) {
        services.missing.push({ name, reason: cause.message });
        log(`  ${name}: cannot be had here: ${cause.message}`);
      }
    }),
  );
  return services;
}

/** @param {Service} service @returns {Promise<ServiceHandle>} */
async function startOne(service, { folder, say, advertisedPort }) {
  mkdirSync(folder, { recursive: true });
  const place = { folder, log: join(folder, 'server.log'), say, advertisedPort };
  const lacking = service.lacking();
  if (lacking && !service.image) throw new Error(lacking);
  if (lacking && !(await haveDocker())) throw new Error(`${lacking}, and no Docker engine`);
  const prepared = lacking ? await prepareDocker(service, place) : await service.prepare(place);
  let program = await prepared.open();
  return {
    name: service.name,
    url: service.url(prepared.port),
    port: prepared.port,
    get pid() {
      return program.pid;
    },
    kill: (signal) => program.kill(signal),
    stop: () => program.stop(),
    async restart() {
      await program.stop();
      program = await prepared.open();
    },
  };
}
