import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const MAIN = join(import.meta.dirname, '..', 'apps', 'solo', 'dist', 'main.js');
const START_MS = 60_000;

export interface Solo {
  readonly url: string;
  /** Stops it and starts it again on the same data and port. */
  restart(signal?: NodeJS.Signals): Promise<void>;
  stop(): Promise<void>;
}

/** The embedded app as its own process, on a data folder of its own. */
export async function startSolo(env: Readonly<Record<string, string>> = {}): Promise<Solo> {
  const home = await mkdtemp(join(tmpdir(), 'segue-e2e-'));
  const surroundings = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !['KAFKA_BROKERS', 'REDIS_URL', 'DATABASE_URL'].includes(name)),
  );
  const start = (port: string) =>
    launch({ ...surroundings, NODE_ENV: 'production', SEGUE_HOME: home, PORT: port, SEGUE_TRACKS: '240', SEGUE_SIMULATED: '40', ...env });
  let { child, url } = await start('0');
  return {
    url,
    async restart(signal = 'SIGTERM') {
      await end(child, signal);
      ({ child, url } = await start(new URL(url).port));
    },
    async stop() {
      await end(child, 'SIGTERM');
      await rm(home, { recursive: true, force: true });
    },
  };
}

function launch(env: NodeJS.ProcessEnv): Promise<{ child: ChildProcess; url: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [MAIN], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const timer = setTimeout(() => reject(new Error(`the app did not start:\n${output}`)), START_MS);
    const read = (chunk: Buffer) => {
      output += chunk;
      const url = /Segue plays at (http:\S+)/.exec(output)?.[1];
      if (!url) return;
      clearTimeout(timer);
      resolve({ child, url });
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`the app ended with ${code}:\n${output}`));
    });
  });
}

function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill(signal);
  });
}
