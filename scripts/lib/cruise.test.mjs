import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cruise } from './cruise.mjs';
import { root } from './root.mjs';

/** A little project in which nothing is wrong: the same folders, names and doors as the real one. */
const INNOCENT = {
  'tsconfig.base.json': '{ "compilerOptions": { "module": "NodeNext", "allowImportingTsExtensions": true, "noEmit": true } }',
  'packages/core/package.json':
    '{ "name": "@segue/core", "type": "module", "exports": { "./events": "./src/events/index.ts", "./ports": "./src/ports/index.ts" } }',
  'packages/core/src/events/index.ts': "import { z } from 'zod';\nexport const Event = z.string();\nexport type Event = string;\n",
  'packages/core/src/events/index.test.ts':
    "import { test } from 'vitest';\nimport { Event } from './index.ts';\ntest('x', () => Event);\n",
  'packages/core/src/model/learn.ts': "import { Event } from '../events/index.ts';\nexport const learn = () => Event;\n",
  'packages/core/src/features/skips.ts': "import { learn } from '../model/learn.ts';\nexport const skips = learn;\n",
  'packages/core/src/ranking/rank.ts': "import { skips } from '../features/skips.ts';\nexport const rank = skips;\n",
  'packages/core/src/ports/index.ts': "export type { Event } from '../events/index.ts';\n",
  'packages/backends/package.json':
    '{ "name": "@segue/backends", "type": "module", "exports": { "./kafka": "./src/kafka/index.ts", "./configured": "./src/configured/index.ts" } }',
  'packages/backends/src/kafka/index.ts': "import type { Event } from '@segue/core/ports';\nexport const log = (event: Event) => event;\n",
  'packages/backends/src/configured/index.ts': "import { log } from '../kafka/index.ts';\nexport const settings = log;\n",
  'packages/backends/src/postgres/tracks.ts': "import { PrismaClient } from '@prisma/client';\nexport const tracks = PrismaClient;\n",
  'apps/api/package.json': '{ "name": "@segue/api", "type": "module", "exports": { ".": "./src/index.ts" } }',
  'apps/api/src/index.ts': "export { api } from './api.ts';\n",
  'apps/api/src/api.ts': "import { Event } from '@segue/core/events';\nexport const api = Event;\n",
  'apps/api/src/config.ts': "import { settings } from '@segue/backends/configured';\nexport const config = settings;\n",
  'apps/api/src/main.ts':
    "import { log } from '@segue/backends/kafka';\nimport { api } from './api.ts';\nimport { config } from './config.ts';\nconsole.log(api, config, log);\n",
  'apps/worker/package.json': '{ "name": "@segue/worker", "type": "module", "exports": { ".": "./src/index.ts" } }',
  'apps/worker/src/index.ts': 'export const worker = 1;\n',
  'apps/solo/src/main.ts': "import { api } from '@segue/api';\nimport { worker } from '@segue/worker';\nconsole.log(api, worker);\n",
  'apps/web/src/features/queue/queue.tsx': 'export const Queue = () => <ol />;\n',
  'apps/web/src/features/search/search.tsx': 'export const Search = () => <input />;\n',
  'apps/web/src/app/page.tsx':
    "import { Queue } from '../features/queue/queue.tsx';\nimport { Search } from '../features/search/search.tsx';\nexport default () => <><Queue /><Search /></>;\n",
};
/** So that each workspace is found by its name. */
const LINKS = { core: 'packages/core', backends: 'packages/backends', api: 'apps/api', worker: 'apps/worker' };

/** One crime a rule: the file, what it says, and what it reaches for. Some are type-only imports: those count too. */
const CRIMES = {
  'core-knows-nobody': [
    ['packages/core/src/model/clock.ts', "import { readFileSync } from 'node:fs';\nexport const x = readFileSync;\n", 'fs'],
    [
      'packages/core/src/ranking/stored.ts',
      "import type { log } from '../../../backends/src/kafka/index.ts';\nexport type X = typeof log;\n",
      'packages/backends/src/kafka/index.ts',
    ],
  ],
  'core-points-inwards': [
    [
      'packages/core/src/events/taught.ts',
      "import { learn } from '../model/learn.ts';\nexport const x = learn;\n",
      'packages/core/src/model/learn.ts',
    ],
  ],
  'stream-knows-only-events': [
    [
      'packages/core/src/stream/clicks.ts',
      "import { learn } from '../model/learn.ts';\nexport const x = learn;\n",
      'packages/core/src/model/learn.ts',
    ],
  ],
  'model-knows-no-ranking': [
    [
      'packages/core/src/model/ranked.ts',
      "import { rank } from '../ranking/rank.ts';\nexport const x = rank;\n",
      'packages/core/src/ranking/rank.ts',
    ],
  ],
  'features-know-no-ranking': [
    [
      'packages/core/src/features/ranked.ts',
      "import type { rank } from '../ranking/rank.ts';\nexport type X = typeof rank;\n",
      'packages/core/src/ranking/rank.ts',
    ],
  ],
  'apps-are-strangers': [
    ['apps/worker/src/asks.ts', "import { api } from '@segue/api';\nexport const x = api;\n", 'apps/api/src/index.ts'],
    [
      'apps/web/src/app/steals.ts',
      "import type { api } from '../../../api/src/api.ts';\nexport type X = typeof api;\n",
      'apps/api/src/api.ts',
    ],
  ],
  'packages-know-no-app': [
    [
      'packages/backends/src/kafka/answers.ts',
      "import type { api } from '@segue/api';\nexport type X = typeof api;\n",
      'apps/api/src/index.ts',
    ],
  ],
  'solo-uses-the-doors': [
    ['apps/solo/src/window.ts', "import { api } from '../../api/src/api.ts';\nexport const x = api;\n", 'apps/api/src/api.ts'],
  ],
  'only-main-picks-backends': [
    [
      'apps/api/src/handler.ts',
      "import type { log } from '@segue/backends/kafka';\nexport type X = typeof log;\n",
      'packages/backends/src/kafka/index.ts',
    ],
  ],
  'config-knows-only-the-settings': [
    [
      'apps/worker/src/config.ts',
      "import { log } from '@segue/backends/kafka';\nexport const x = log;\n",
      'packages/backends/src/kafka/index.ts',
    ],
  ],
  'prisma-stays-inside': [
    [
      'packages/backends/src/kafka/rows.ts',
      "import type { Prisma } from '@prisma/client';\nexport type X = Prisma.Y;\n",
      /@prisma\/client/,
    ],
  ],
  'features-are-strangers': [
    [
      'apps/web/src/features/queue/finds.tsx',
      "import { Search } from '../search/search.tsx';\nexport const Finds = Search;\n",
      'apps/web/src/features/search/search.tsx',
    ],
  ],
  'no-cycles': [
    [
      'packages/core/src/ports/left.ts',
      "import { right } from './right.ts';\nexport const left = () => right;\n",
      'packages/core/src/ports/right.ts',
    ],
  ],
};
/** The other half of the cycle, which is reported once. */
const ACCOMPLICE = { 'packages/core/src/ports/right.ts': "import { left } from './left.ts';\nexport const right = () => left;\n" };

/** @type {string[]} */
const folders = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

test('nothing is said against a project that keeps the rules', async () => {
  expect(await cruise({ cwd: project(INNOCENT), minModules: 10 })).toEqual({ code: 0, output: '', violations: [] });
});

test('the check fails when it sees too few modules to be believed', async () => {
  const { code, output } = await cruise({ cwd: project(INNOCENT), minModules: 100 });
  expect({ code, output }).toEqual({ code: 1, output: expect.stringContaining('the check has gone blind') });
});

describe('each crime is seen, by the rule that it breaks', () => {
  /** @type {{ rule: string, from: string, to: string }[]} */
  let violations = [];
  beforeAll(async () => {
    const crimes = Object.values(CRIMES).flat();
    const folder = project({ ...INNOCENT, ...ACCOMPLICE, ...Object.fromEntries(crimes.map(([file, text]) => [file, text])) });
    ({ violations } = await cruise({ cwd: folder, minModules: 10 }));
  });

  for (const [rule, crimes] of Object.entries(CRIMES)) {
    for (const [file, , target] of crimes) {
      test(`${rule}: ${file}`, () => {
        const to = violations.filter((each) => each.rule === rule && each.from === file).map((each) => each.to);
        expect(to).toEqual([typeof target === 'string' ? target : expect.stringMatching(target)]);
      });
    }
  }

  test('and nobody else is accused', () => {
    const criminals = new Set(Object.values(CRIMES).flatMap((crimes) => crimes.map(([file]) => file)));
    expect(violations.filter(({ from }) => !criminals.has(from))).toEqual([]);
  });
});

test('every rule of the configuration is broken by a crime above', async () => {
  const { default: config } = await import(join(root, '.dependency-cruiser.cjs'));
  expect(config.forbidden.map(({ name }) => name).sort()).toEqual(Object.keys(CRIMES).sort());
});

/** Writes a project into a temporary folder, the registry's packages being ours. */
function project(files) {
  const folder = mkdtempSync(join(tmpdir(), 'segue-arrows-'));
  folders.push(folder);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  mkdirSync(join(folder, 'node_modules/@segue'), { recursive: true });
  for (const [name, path] of Object.entries(LINKS)) symlinkSync(join(folder, path), join(folder, 'node_modules/@segue', name));
  for (const name of ['zod', 'vitest', '@prisma']) symlinkSync(join(root, 'node_modules', name), join(folder, 'node_modules', name));
  return folder;
}
