import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { NODE_FLAGS } from '../lib/node-flags.mjs';
import { freePort } from '../lib/ports.mjs';
import { bin, root } from '../lib/root.mjs';
import { which } from '../lib/run.mjs';
import { PlainError, secondsSince } from '../lib/say.mjs';
import { makeScratch } from '../lib/scratch.mjs';
import { startServices } from '../services/start-services.mjs';
import { writeNginxConfig } from './nginx.mjs';
import { answersOk, startProcess } from './process.mjs';

/**
 * The distributed setting as processes on this machine: real services, apis, workers, pages, and nginx in front.
 * What was built is what runs; the caller builds first.
 *
 * @param {object} [options]
 * @param {number} [options.api] how many apis
 * @param {number} [options.worker] how many workers
 * @param {number} [options.web] how many servers of pages; none for tests that only speak to the api
 * @param {Record<string, string>} [options.env] more settings for all of them; with KAFKA_BROKERS, REDIS_URL and
 *   DATABASE_URL in it, or in this process' surroundings, those services are used and none are started
 * @param {string} [options.prefix] SEGUE_PREFIX: clusters with different ones share the services and nothing else
 * @param {number} [options.port] of the address in front
 * @param {(name: string) => readonly string[]} [options.nodeFlags] more flags for Node, by the process's name, as api-1
 * @param {(line: string) => void} [options.log]
 * @returns {Promise<Cluster>}
 *
 * @typedef {object} Cluster
 * @property {string} url the one address: nginx, or the first api where the machine has none (and there are no pages)
 * @property {import('./process.mjs').ClusterProcess[]} apis
 * @property {import('./process.mjs').ClusterProcess[]} workers
 * @property {import('./process.mjs').ClusterProcess[]} webs
 * @property {import('./process.mjs').ClusterProcess | null} nginx
 * @property {import('../services/start-services.mjs').Services} services
 * @property {string} logs folder of what each process said
 * @property {() => Promise<void>} stop in the reverse order of starting
 */
export async function startCluster({ api = 2, worker = 2, web = 1, env = {}, prefix, port, nodeFlags = () => [], log = () => {} } = {}) {
  const nginxProgram = which('nginx');
  if (web > 0 && !nginxProgram)
    throw new PlainError('A cluster with pages needs nginx, which gives them and the apis one address: install it.');
  const scratch = makeScratch('cluster');
  const logs = join(scratch.path, 'logs');
  mkdirSync(logs);
  /** What undoes what was started, in the order of starting. */
  const undo = [() => scratch.remove()];
  const stop = async () => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    const wanted = /** @type {const} */ ({ kafka: 'KAFKA_BROKERS', redis: 'REDIS_URL', postgres: 'DATABASE_URL' });
    const want = Object.keys(wanted).filter((key) => !env[wanted[key]]);
    const services = await startServices({ want, log });
    undo.push(() => services.stop());
    if (services.missing.length > 0) {
      throw new PlainError(
        `A cluster needs all three services; missing: ${services.missing.map(({ name, reason }) => `${name} (${reason})`).join('; ')}`,
      );
    }

    const front = port ?? (await freePort());
    const shared = {
      ...process.env,
      NODE_ENV: 'production',
      HOST: '127.0.0.1',
      SEGUE_DEMO: 'true',
      ...(nginxProgram ? { SEGUE_TRUST_PROXY: 'true' } : {}),
      SEGUE_SECRET: process.env.SEGUE_SECRET || randomBytes(32).toString('hex'),
      // What one has made the others need not make.
      SEGUE_SOUND_HOME: process.env.SEGUE_SOUND_HOME || join(scratch.path, 'sound'),
      ...(prefix ? { SEGUE_PREFIX: prefix } : {}),
      ...services.env,
      ...env,
    };
    const start = async (name, options) => {
      const startedMs = performance.now();
      // Each its own: one name that was set around here would be the name of all.
      const itself = { SEGUE_HOME: join(scratch.path, 'home', name), INSTANCE: name };
      const started = await startProcess({
        ...options,
        name,
        log: join(logs, `${name}.log`),
        env: (own) => ({ ...options.env(own), ...itself }),
      });
      undo.push(() => started.stop());
      log(`  ${name}: ${started.url} (${secondsSince(startedMs)} s)`);
      return started;
    };
    /** The processes of one kind from one number to another, side by side. */
    const several = (kind, from, to, optionsOf) =>
      Promise.all(
        Array.from({ length: Math.max(0, to - from) }, (_, index) => `${kind}-${from + index + 1}`).map((name) =>
          start(name, optionsOf(name)),
        ),
      );
    const app = (kind) => (name) => ({
      command: process.execPath,
      args: () => [...NODE_FLAGS, ...nodeFlags(name), join(root, 'apps', kind, 'dist', 'main.js')],
      env: (own) => ({ ...shared, PORT: String(own) }),
      ready: answersOk('/readyz'),
    });

    // The first of each makes topics and tables; the others find them.
    const [firstApi, firstWorker] = await Promise.all([
      several('api', 0, Math.min(api, 1), app('api')),
      several('worker', 0, Math.min(worker, 1), app('worker')),
    ]);
    const [moreApis, moreWorkers] = await Promise.all([several('api', 1, api, app('api')), several('worker', 1, worker, app('worker'))]);
    const apis = [...firstApi, ...moreApis];
    const workers = [...firstWorker, ...moreWorkers];

    const apiUrl = nginxProgram ? `http://127.0.0.1:${front}` : apis[0]?.url;
    const webs = await several('web', 0, web, () => ({
      command: process.execPath,
      args: (own) => [bin('next'), 'start', join(root, 'apps', 'web'), '-H', '127.0.0.1', '-p', String(own)],
      env: (own) => ({ ...shared, PORT: String(own), SEGUE_API_URL: apiUrl }),
      ready: answersOk('/icon.svg'),
    }));

    let nginx = null;
    if (nginxProgram && apis.length > 0) {
      // Without pages their paths go to the apis, which answer that there is no such thing.
      const webPorts = (webs.length > 0 ? webs : apis).map((each) => each.port);
      const config = writeNginxConfig({
        folder: join(scratch.path, 'nginx'),
        port: front,
        apiPorts: apis.map((each) => each.port),
        webPorts,
      });
      nginx = await start('nginx', {
        port: front,
        command: nginxProgram,
        args: () => ['-c', config, '-e', 'stderr'],
        env: () => process.env,
        ready: answersOk('/readyz'),
      });
    } else if (apis.length > 0) log('  no nginx program: each api has its own address');
    const url = nginx?.url ?? apis[0]?.url ?? webs[0]?.url ?? '';
    return { url, apis, workers, webs, nginx, services, logs, stop };
  } catch (cause) {
    await stop();
    throw cause;
  }
}
