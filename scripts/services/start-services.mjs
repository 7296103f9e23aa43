import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run, which } from '../lib/run.mjs';
import { connectable, freePort, until } from './child.mjs';
import { kafka } from './kafka.mjs';
import { postgres } from './postgres.mjs';
import { redis } from './redis.mjs';

export const SERVICES = { kafka, redis, postgres };

/**
 * Starts real servers from what the machine has: one that a variable points to, a local program, Docker. Each is on a
 * free port with its own data folder, and goes with this process whatever ends it.
 *
 * @returns {Promise<{ env: Record<string, string>, handles: Record<string, ServiceHandle>, missing: { name: string, reason: string }[], stop(): Promise<void> }>}
 * @typedef {{ url: string, port: number, signal(signal: NodeJS.Signals): Promise<void>, stop(): Promise<void>, restart(): Promise<void> }} ServiceHandle
 */
export async function startServices({ want = Object.keys(SERVICES), log = () => {} } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'segue-services-'));
  // Postgres runs as another user and must be able to walk in.
  chmodSync(folder, 0o755);
  const env = {};
  const handles = {};
  const missing = [];
  const stops = [];
  await Promise.all(
    want.map(async (key) => {
      const service = SERVICES[key];
      if (process.env[service.variable]) {
        env[service.variable] = process.env[service.variable];
        log(`  ${service.name}: the running one that ${service.variable} names`);
        return;
      }
      try {
        const started = await startOne(service, join(folder, key));
        if (typeof started === 'string') {
          missing.push({ name: service.name, reason: started });
          log(`  ${service.name}: cannot be had here (${started})`);
          return;
        }
        env[service.variable] = started.url;
        handles[key] = started;
        stops.push(() => started.stop());
        log(`  ${service.name}: ${started.url}`);
      } catch (cause) {
        missing.push({ name: service.name, reason: cause instanceof Error ? cause.message : String(cause) });
        log(`  ${service.name}: failed (${missing.at(-1).reason})`);
      }
    }),
  );
  return {
    env,
    handles,
    missing,
    async stop() {
      await Promise.allSettled(stops.map((stop) => stop()));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function startOne(service, folder) {
  mkdirSync(folder, { recursive: true });
  const lacking = await service.lacking();
  if (!lacking) {
    const { url, port, open } = await service.start({ folder });
    let child = await open();
    return {
      url,
      port,
      signal: (signal) => child.signal(signal),
      stop: () => child.stop(),
      async restart() {
        await child.stop();
        child = await open();
      },
    };
  }
  if (!service.image || !(await which('docker')) || (await run('docker', ['info'], { collect: true })).code !== 0)
    return `${lacking}, and no Docker engine`;
  return startInDocker(service.image);
}

async function startInDocker(image) {
  const port = await freePort();
  const name = `segue-${process.pid}-${port}`;
  const { code, output } = await run(
    'docker',
    [
      'run',
      '--rm',
      '-d',
      '--name',
      name,
      '-p',
      `127.0.0.1:${port}:${image.port}`,
      ...image.env.flatMap((variable) => ['-e', variable]),
      image.name,
      ...image.args,
    ],
    { collect: true },
  );
  if (code !== 0) return `docker run failed: ${output.trim().slice(-200)}`;
  await until(() => connectable(port), image.name);
  const stop = async () => void (await run('docker', ['rm', '-f', name], { collect: true }));
  return {
    url: image.url(port),
    port,
    signal: async (signal) => void (await run('docker', ['kill', '-s', signal, name], { collect: true })),
    stop,
    restart: async () => void (await run('docker', ['restart', name], { collect: true })),
  };
}
