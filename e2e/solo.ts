import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { copyOfSeededHome } from './seeded-home.ts';
import { type Server, SMALL } from './server.ts';

const DIST = join(import.meta.dirname, '..', 'apps', 'solo', 'dist');
const START_MS = 60_000;

export interface SoloProcess {
  readonly url: string;
  /** Has the simulated history taught at once, where it would begin with the first page or after some seconds, and waits for it. */
  teach(): Promise<void>;
  /** Gives the exit code; null where the signal ended it. */
  end(signal: NodeJS.Signals): Promise<number | null>;
}

/** The embedded app as its own process, on a copy of the seeded data folder, or on an empty one. */
export async function startSolo(
  env: Readonly<Record<string, string>> = {},
  { seeded = true }: { readonly seeded?: boolean } = {},
): Promise<Server> {
  const home = seeded ? await copyOfSeededHome() : await mkdtemp(join(tmpdir(), 'segue-e2e-'));
  let solo = await launchSolo(home, '0', env);
  const { url } = solo;
  return {
    setting: 'embedded',
    url,
    workers: [],
    apis: [],
    async restart(signal) {
      const code = await solo.end(signal);
      solo = await launchSolo(home, new URL(url).port, env);
      return [code];
    },
    async stop() {
      await solo.end('SIGTERM');
      await rm(home, { recursive: true, force: true });
    },
  };
}

export function launchSolo(home: string, port: string, env: Readonly<Record<string, string>>): Promise<SoloProcess> {
  const surroundings = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !['KAFKA_BROKERS', 'REDIS_URL', 'DATABASE_URL'].includes(name)),
  );
  // What may be reached for from outside is not in the build that listeners get.
  const main = env['SEGUE_CONTROL'] === undefined ? 'main.js' : 'testing.js';
  const child = spawn(process.execPath, [join(DIST, main)], {
    env: { ...surroundings, NODE_ENV: 'production', SEGUE_HOME: home, PORT: port, ...SMALL, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let isTaught: () => void = () => {};
  const taught = new Promise<void>((resolve) => {
    isTaught = resolve;
  });
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`the app did not start:\n${output}`)), START_MS);
    const read = (chunk: Buffer) => {
      output += chunk;
      if (output.includes('history is taught')) isTaught();
      const url = /Segue plays at (http:\S+)/.exec(output)?.[1];
      if (!url) return;
      clearTimeout(timer);
      resolve({
        url,
        async teach() {
          await (await fetch(`${url}/icon.svg`)).arrayBuffer();
          await taught;
        },
        async end(signal) {
          child.kill(signal);
          return exited;
        },
      });
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`the app ended with ${code}:\n${output}`));
    });
  });
}
