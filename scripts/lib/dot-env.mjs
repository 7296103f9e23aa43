import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { root } from './root.mjs';

const file = join(root, '.env');
/** What says where things are on this machine, and nothing of an app. */
const OF_THE_MACHINE = ['SEGUE_CACHE', 'SEGUE_DATA', 'CHROMIUM'];

/** Reads `.env` beside package.json where there is one; what is set already wins. `.env.example` says what can be set. */
export function loadDotEnv() {
  if (existsSync(file)) process.loadEnvFile(file);
}

/** For what tests and measures: it must not reach for the services of whoever works here, nor run under their settings. */
export function loadDotEnvOfTheMachine() {
  if (!existsSync(file)) return;
  const settings = parseEnv(readFileSync(file, 'utf8'));
  for (const name of OF_THE_MACHINE) if (settings[name]) process.env[name] ??= settings[name];
}
