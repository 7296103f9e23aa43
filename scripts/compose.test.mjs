import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { afterAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { ApiEnv, loadConfig as loadApiConfig } from '../apps/api/src/config.ts';
import { OURS } from '../apps/api/src/http/not-found.ts';
import { loadConfig as loadWebConfig, WebEnv } from '../apps/web/src/config.ts';
import { loadConfig as loadWorkerConfig, WorkerEnv } from '../apps/worker/src/config.ts';
import { operatorsBy } from '../packages/telemetry/src/index.ts';
import { fillIn } from './cluster/nginx.mjs';
import { root } from './lib/root.mjs';
import { which } from './lib/run.mjs';
import { makeScratch } from './lib/scratch.mjs';

const read = (...path) => readFileSync(join(root, ...path), 'utf8');
const compose = parse(read('docker-compose.yml'), { merge: true });
const services = Object.entries(compose.services);
const dockerfile = read('Dockerfile');
/** What is run from each target of the Dockerfile, as to its settings. */
const apps = {
  api: { schema: ApiEnv, load: loadApiConfig },
  worker: { schema: WorkerEnv, load: loadWorkerConfig },
  web: { schema: WebEnv, load: loadWebConfig },
};
/** What Node and not the app reads. */
const NODES_OWN = ['NODE_ENV'];
/** The variables of a service as compose makes them of `${NAME:-default}`, with nothing set around it or with `set`. */
const filledIn = (environment, set = {}) =>
  Object.fromEntries(
    Object.entries(environment).map(([variable, value]) => [
      variable,
      value.replaceAll(/\$\{([A-Z_]+):-([^}]*)\}/g, (_, name, otherwise) => set[name] || otherwise),
    ]),
  );
const scratch = makeScratch('compose');
afterAll(() => scratch.remove());

describe('docker-compose.yml', () => {
  it('has two apis, two workers, pages, nginx and the three services, each with a health check', () => {
    expect(Object.keys(compose.services).sort()).toEqual(
      ['api-1', 'api-2', 'kafka', 'nginx', 'postgres', 'redis', 'web', 'worker-1', 'worker-2'].sort(),
    );
    for (const [name, service] of services) expect(service.healthcheck?.test, name).toBeTruthy();
  });

  it('is a compose file to the letter of its specification', () => {
    // As compose-go 2.1.1 has it, the library with which `docker compose config` reads the file.
    // Its ids are of an older draft of JSON schema, and nothing points to them.
    const withoutIds = (key, value) => (['$schema', 'id'].includes(key) && typeof value === 'string' ? undefined : value);
    const schema = JSON.parse(read('deploy/compose-spec.schema.json'), withoutIds);
    const validate = new Ajv2019({ strict: false, validateFormats: false, allErrors: true }).compile(schema);
    validate(compose);
    expect(validate.errors ?? []).toEqual([]);
    validate({ ...compose, services: { ...compose.services, redis: { ...compose.services.redis, helthcheck: {} } } });
    expect(validate.errors?.map(({ instancePath }) => instancePath)).toEqual(['/services/redis']);
  });

  it('starts with nothing set: every value has a default, and takes no memory without a limit', () => {
    expect(JSON.stringify(compose)).not.toMatch(/\$\{[A-Z_]+\}/);
    for (const [name, service] of services) {
      expect(service.mem_limit, name).toBeTruthy();
      expect(service.logging?.options?.['max-size'], name).toBeTruthy();
    }
  });

  it('is open to this machine alone, unless it is told otherwise', () => {
    const published = services.filter(([, { ports }]) => ports).map(([name, { ports }]) => [name, filledIn({ ...ports })]);
    expect(published).toEqual([['nginx', { 0: '127.0.0.1:8080:80' }]]);
  });

  it('waits only for what is there and has a health check', () => {
    for (const [name, { depends_on: needs = {} }] of services) {
      for (const [needed, { condition }] of Object.entries(needs)) {
        expect(condition, name).toBe('service_healthy');
        expect(compose.services[needed]?.healthcheck, `${name} needs ${needed}`).toBeTruthy();
      }
    }
  });

  it('sets what the apps know, and what they take', () => {
    const seen = new Set();
    for (const [name, { build, environment = {} }] of services) {
      if (!build) continue;
      const { schema, load } = apps[build.target];
      seen.add(build.target);
      const unknown = Object.keys(environment).filter((variable) => !(variable in schema.shape) && !NODES_OWN.includes(variable));
      expect(unknown, name).toEqual([]);
      expect(() => load(filledIn(environment)), name).not.toThrow();
    }
    expect([...seen].sort()).toEqual(Object.keys(apps).sort());
  });

  it.each(['api-1', 'api-2', 'worker-1', 'worker-2'])('shows the figures of %s to operators, and in the demo to everybody', (name) => {
    const { build, environment } = compose.services[name];
    const mayReadWith = (set, given) => {
      const config = apps[build.target].load(filledIn(environment, set));
      return operatorsBy('api' in config ? config.api.operator : config.operator)(given);
    };
    expect(mayReadWith({})).toBe(true);
    const set = { SEGUE_DEMO: 'false', OPERATOR_TOKEN: 'a token of 16 or more' };
    expect(mayReadWith(set, set.OPERATOR_TOKEN)).toBe(true);
    expect(mayReadWith(set)).toBe(false);
    expect(mayReadWith({ SEGUE_DEMO: 'false' })).toBe(false);
  });

  it('fills in all that the nginx template asks for, with services that are there and their port', () => {
    const { environment } = compose.services.nginx;
    const asked = [...read('deploy/nginx/segue.conf').matchAll(/^\s*[^#\s].*\$\{([A-Z_]+)\}/gm)].map(([, name]) => name);
    expect(Object.keys(environment)).toEqual(expect.arrayContaining(asked));
    for (const [, host, port] of `${environment.SEGUE_API_SERVERS} ${environment.SEGUE_WEB_SERVERS}`.matchAll(/server ([\w-]+):(\d+);/g)) {
      expect(Object.keys(compose.services)).toContain(host);
      expect(port).toBe('3000');
    }
  });

  it('names only volumes that it has, and folders that are there', () => {
    for (const [name, { volumes = [] }] of services) {
      for (const volume of volumes) {
        const [from] = volume.split(':');
        if (from.startsWith('.')) expect(existsSync(join(root, from)), `${name}: ${from}`).toBe(true);
        else expect(Object.keys(compose.volumes), name).toContain(from);
      }
    }
  });
});

describe('Dockerfile', () => {
  const stages = new Map([...dockerfile.matchAll(/^FROM (\S+) AS (\w+)$/gm)].map(([, from, name]) => [name, from]));

  it('has a target for every service that is built', () => {
    for (const [name, { build }] of services) if (build) expect(stages.get(build.target), name).toBe('base');
  });

  it('copies only what the repository or its build has', () => {
    const copies = [...dockerfile.matchAll(/^COPY --from=build (?:--chown=\S+ )?\/segue\/(\S+) (\S+)$/gm)];
    expect(copies.length).toBeGreaterThan(0);
    expect(dockerfile.match(/^COPY (?!--from=build)/gm)).toHaveLength(1);
    for (const [, path] of copies) expect(existsSync(join(root, path)), path).toBe(true);
  });

  it('runs what it copied, as nobody who may change it', () => {
    for (const target of Object.keys(apps)) {
      const stage = dockerfile.slice(dockerfile.indexOf(` AS ${target}\n`)).split('\nFROM ')[0] ?? '';
      expect(stage).toMatch(new RegExp(`^COPY .* /segue/apps/${target} apps/${target}$`, 'm'));
      expect(stage).toMatch(new RegExp(`^CMD \\[.*"apps/${target}[/"]`, 'm'));
      // The programs that open the catalogue look for its migrations beside or above themselves.
      if (target !== 'web') expect(stage).toContain('COPY --from=build /segue/prisma/migrations prisma/migrations\n');
    }
    expect(dockerfile).toMatch(/^USER node$/m);
  });

  it('has the programs that the runbook names', () => {
    const programs = [...read('docs', 'runbook.md').matchAll(/apps\/(\w+)\/dist\/([\w.-]+)\.js/g)];
    expect(programs.length).toBeGreaterThan(0);
    for (const [path, app, program] of programs) {
      const { segue } = JSON.parse(read('apps', app, 'package.json'));
      const source = segue.entries[program] ?? (program.endsWith('.main') ? `src/${program}.ts` : 'none');
      expect(existsSync(join(root, 'apps', app, source)), path).toBe(true);
    }
  });

  it('brings nothing that was built, installed or written here', () => {
    const ignored = read('.dockerignore').split('\n');
    for (const folder of ['.git', '.env', '**/node_modules', '**/dist', '**/.next', '**/.segue']) expect(ignored).toContain(folder);
  });
});

describe('deploy/nginx/segue.conf', () => {
  it('sends to the apis the folders that they answer for, and no other', () => {
    const locations = [...read('deploy/nginx/segue.conf').matchAll(/location ~ \^\/\(([\w|]+)\)\(\/\|\$\)|location \/(\w+)\//g)];
    const folders = locations.flatMap(([, several, one]) => several?.split('|') ?? [one]);
    expect(folders.map((folder) => `/${folder}/*`).sort()).toEqual([...OURS].sort());
  });

  // `npm test` needs no nginx: where there is one, this is its own word on what the container is given.
  it.skipIf(!which('nginx'))('is what nginx takes, filled in as compose does', () => {
    const { environment } = compose.services.nginx;
    const servers = (text) => text.replaceAll(/server [\w-]+:/g, 'server 127.0.0.1:');
    const site = join(scratch.path, 'default.conf');
    writeFileSync(
      site,
      fillIn(read('deploy/nginx/segue.conf'), {
        SEGUE_LISTEN: '127.0.0.1:8080',
        SEGUE_API_SERVERS: servers(environment.SEGUE_API_SERVERS),
        SEGUE_WEB_SERVERS: servers(environment.SEGUE_WEB_SERVERS),
      }),
    );
    const main = join(scratch.path, 'nginx.conf');
    writeFileSync(main, `pid ${join(scratch.path, 'nginx.pid')};\nevents {}\nhttp { access_log off; include ${site}; }\n`);
    const program = which('nginx');
    const test = () => execFileSync(program, ['-t', '-q', '-c', main, '-e', 'stderr'], { stdio: 'pipe', encoding: 'utf8' });
    expect(test).not.toThrow();
    writeFileSync(site, 'upstream { }');
    expect(test).toThrow(/upstream/);
  });
});
