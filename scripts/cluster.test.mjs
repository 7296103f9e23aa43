import { spawnSync } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { root } from './lib/root.mjs';

/** A cluster that does start is stopped after this. */
const TIMEOUT_MS = 20_000;

const cluster = (args, env = {}) => {
  const options = { env: { ...process.env, ...env }, encoding: /** @type {const} */ ('utf8'), timeout: TIMEOUT_MS };
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'scripts', 'cluster.mjs'), ...args], options);
  return { status, stdout, stderr };
};

it('npm run cluster says in a sentence which option it does not know', () => {
  expect(cluster(['--apis', '2'])).toEqual({ status: 1, stdout: '', stderr: "\nUnknown option '--apis'\n" });
});

it('npm run cluster says that the port is taken, with exit code 1 and before it starts anything', async () => {
  const taken = createServer();
  const port = await new Promise((resolve) => {
    taken.listen(0, '127.0.0.1', () => resolve(String(taken.address().port)));
  });
  const stderr = `\nPort ${port} on 127.0.0.1 is taken by another program. Name a free one.\n`;
  expect(cluster(['--port', port])).toEqual({ status: 1, stdout: '', stderr });
  expect(cluster([], { PORT: port })).toEqual({ status: 1, stdout: '', stderr });
  await new Promise((resolve) => taken.close(resolve));
});
