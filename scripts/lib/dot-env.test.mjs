import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { root } from './root.mjs';
import { run } from './run.mjs';
import { makeScratch } from './scratch.mjs';

const scratch = makeScratch('dot-env');
afterAll(() => scratch.remove());

it('what tests and measures takes from .env where things are on this machine, and no service', async () => {
  cpSync(join(root, 'scripts', 'lib'), join(scratch.path, 'scripts', 'lib'), { recursive: true });
  writeFileSync(join(scratch.path, '.env'), 'SEGUE_CACHE=/cache\nSEGUE_DATA=\nCHROMIUM=/of/the/file\nKAFKA_BROKERS=kafka:9092\n');
  const told = async (name) => {
    const module = JSON.stringify(join(scratch.path, 'scripts', 'lib', 'dot-env.mjs'));
    const names = ['SEGUE_CACHE', 'SEGUE_DATA', 'CHROMIUM', 'KAFKA_BROKERS'];
    const print = `console.log(JSON.stringify(${JSON.stringify(names)}.map((each) => process.env[each] ?? null)))`;
    const script = `import(${module}).then((lib) => { lib.${name}(); ${print}; })`;
    const { stdout } = await run(process.execPath, ['-e', script], { env: { PATH: process.env.PATH, CHROMIUM: '/set' }, collect: true });
    return JSON.parse(stdout);
  };
  expect(await told('loadDotEnvOfTheMachine')).toEqual(['/cache', null, '/set', null]);
  expect(await told('loadDotEnv')).toEqual(['/cache', '', '/set', 'kafka:9092']);
});
