import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from 'vitest';
import { ApiEnv } from '../apps/api/src/config.ts';
import { SoloEnv } from '../apps/solo/src/config.ts';
import { WebEnv } from '../apps/web/src/config.ts';
import { MaintenanceEnv, WorkerEnv } from '../apps/worker/src/config.ts';
import { root } from './lib/root.mjs';

const schemas = [ApiEnv, WorkerEnv, MaintenanceEnv, SoloEnv, WebEnv];
const lines = readFileSync(join(root, '.env.example'), 'utf8').split('\n');
const written = new Map(lines.map((line) => line.match(/^# ([A-Z_]+)=(.*)$/)?.slice(1)).filter(Boolean));
const known = new Set(schemas.flatMap((schema) => Object.keys(schema.shape)));

/** What each app makes of a variable that is not set; undefined where it has no default. */
const defaultsOf = (name) =>
  schemas
    .filter((schema) => name in schema.shape)
    .map((schema) => schema.shape[name].safeParse(undefined))
    .filter(({ success }) => success)
    .map(({ data }) => data);

describe('.env.example', () => {
  it('has every variable that an app knows, each once, and each group of them with a line that says what it is', () => {
    expect([...known].filter((name) => !written.has(name))).toEqual([]);
    expect(lines.filter((line) => /^# [A-Z_]+=/.test(line))).toHaveLength(written.size);
    for (const [index, line] of lines.entries()) if (/^# [A-Z_]+=/.test(line)) expect(lines[index - 1], line).toMatch(/^# \S/);
  });

  it('has as its values the defaults of the apps', () => {
    for (const [name, value] of written) {
      if (!known.has(name)) continue;
      const defaults = defaultsOf(name).filter((each) => each !== undefined);
      if (value === '') {
        // Lists and maps are empty where nothing is set.
        for (const each of defaults) expect([...each], name).toEqual([]);
        continue;
      }
      const meant = schemas.filter((schema) => name in schema.shape).map((schema) => schema.shape[name].parse(value));
      expect(
        meant.some((each) => defaults.some((one) => isDeepStrictEqual(one, each))),
        `${name}=${value} is nobody's default`,
      ).toBe(true);
    }
  });

  it('has nothing else but what the commands and docker-compose.yml read', () => {
    const readers = ['scripts/test.mjs', 'scripts/lib/chromium.mjs', 'scripts/services/kafka-jars.mjs', 'docker-compose.yml']
      .map((file) => readFileSync(join(root, file), 'utf8'))
      .join('\n');
    for (const name of written.keys()) if (!known.has(name)) expect(readers, name).toMatch(new RegExp(`(env\\.|\\$\\{)${name}\\b`));
  });
});
