import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, createServer, Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { checkPort, openHome } from './starting.ts';

const MAINS = { api: new URL('./main.ts', import.meta.url), solo: new URL('../../solo/src/main.ts', import.meta.url) };
/** Nothing answers there: a start that gets as far as asking has gone too far. */
const NOWHERE = {
  KAFKA_BROKERS: '127.0.0.1:9',
  REDIS_URL: 'redis://127.0.0.1:9',
  DATABASE_URL: 'postgresql://127.0.0.1:9/none',
  SEGUE_SECRET: 'a secret of sixteen',
};

/** A start that hangs is ended, and fails its test by its exit code. */
const START_MS = 25_000;

describe('a start that cannot be', () => {
  let folder: string;
  let taken: Server;
  let port: number;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'segue-start-'));
    taken = createServer();
    port = await new Promise((resolve) => {
      taken.listen(0, '127.0.0.1', () => resolve((taken.address() as { port: number }).port));
    });
  });
  afterEach(async () => {
    await new Promise((resolve) => taken.close(resolve));
    await rm(folder, { recursive: true, force: true });
  });

  it('says that the port is taken, and what to do', async () => {
    await expect(checkPort({ port, host: '127.0.0.1' })).rejects.toThrow(/^Port \d+ on 127\.0\.0\.1 is taken .* Set PORT/);
    await expect(checkPort({ port: 0, host: '127.0.0.1' })).resolves.toBeUndefined();
    await expect(checkPort({ port, host: '203.0.113.1' })).rejects.toThrow(/Set HOST and PORT/);
  });

  it('leaves a free port free', async () => {
    await new Promise((resolve) => taken.close(resolve));
    await checkPort({ port, host: '127.0.0.1' });
    await new Promise<void>((resolve, reject) => taken.once('error', reject).listen(port, '127.0.0.1', resolve));
  });

  it('[L11] is not held up by clients that wait for it to come back', async () => {
    await new Promise((resolve) => taken.close(resolve));
    let client: Socket | undefined;
    const { close } = Server.prototype;
    vi.spyOn(Server.prototype, 'close').mockImplementation(function (this: Server, done) {
      this.once('connection', () => setImmediate(() => close.call(this, done)));
      client = connect(port, '127.0.0.1').on('error', () => {});
      return this;
    });
    await checkPort({ port, host: '127.0.0.1' });
    vi.restoreAllMocks();
    client?.destroy();
    expect(client).toBeDefined();
  });

  it('says that the data folder cannot be written', async () => {
    const file = join(folder, 'a-file');
    await writeFile(file, '');
    expect(() => openHome(file)).toThrow(/^The data folder .*a-file cannot be written \(\w+\)\. Set SEGUE_HOME/);
    expect(() => openHome(join(file, 'below'))).toThrow(/cannot be written \(ENOTDIR\)/);
  });

  it.each(['api', 'solo'] as const)('ends with a sentence, exit code 1 and nothing touched: %s', async (app) => {
    const env = app === 'api' ? NOWHERE : {};
    const home = join(folder, 'home');
    const [portTaken, unwritable, wrong] = await Promise.all([
      start(app, { ...env, SEGUE_HOME: home, PORT: String(port) }),
      start(app, { ...env, SEGUE_HOME: '/proc/segue', PORT: '0' }),
      start(app, { ...env, SEGUE_HOME: home, PORT: 'http', LOG_LEVEL: 'loud' }),
    ]);
    expect(portTaken).toEqual({ code: 1, said: expect.stringMatching(/^Port \d+ on 127\.0\.0\.1 is taken by another program\..*\n$/) });
    expect(unwritable).toEqual({ code: 1, said: expect.stringMatching(/^The data folder \/proc\/segue cannot be written .*\n$/) });
    expect(wrong).toEqual({ code: 1, said: expect.stringMatching(/^These settings are wrong:\n(.*\n)*.*PORT\n(.*\n)*.*LOG_LEVEL\n$/) });
    expect(existsSync(home)).toBe(false);
    expect(readdirSync(folder)).toEqual([]);
  });
});

/** Runs a main from source to its end. */
function start(app: keyof typeof MAINS, env: Readonly<Record<string, string>>): Promise<{ code: number | null; said: string }> {
  const child = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), fileURLToPath(MAINS[app])], {
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: START_MS,
    killSignal: 'SIGKILL',
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  return new Promise((resolve) => {
    child.on('close', (code) => resolve({ code, said }));
  });
}
