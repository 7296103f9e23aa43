import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { root } from './lib/root.mjs';

const read = (...path) => readFileSync(join(root, ...path), 'utf8');
const compose = parse(read('docker-compose.yml'), { merge: true });
const services = Object.entries(compose.services);
const settings = [
  'apps/api/src/config.ts',
  'apps/api/src/settings.ts',
  'apps/worker/src/config.ts',
  'packages/backends/src/configured/settings.ts',
]
  .map((file) => read(file))
  .join('\n');

describe('docker-compose.yml', () => {
  it('has two apis, two workers, pages, nginx and the three services, each with a health check', () => {
    expect(Object.keys(compose.services).sort()).toEqual(
      ['api-1', 'api-2', 'kafka', 'nginx', 'postgres', 'redis', 'web', 'worker-1', 'worker-2'].sort(),
    );
    for (const [name, service] of services) expect(service.healthcheck?.test, name).toBeTruthy();
  });

  it('builds targets that the Dockerfile has, from programs that the build makes', () => {
    const dockerfile = read('Dockerfile');
    for (const [name, { build }] of services)
      if (build) expect(dockerfile, name).toMatch(new RegExp(`^FROM base AS ${build.target}$`, 'm'));
    for (const [, app] of dockerfile.matchAll(/apps\/(\w+)\/dist\/main\.js/g))
      expect(existsSync(join(root, 'apps', app, 'src/main.ts'))).toBe(true);
  });

  it('sets nothing that the apps do not know', () => {
    for (const [name, { build, environment = {} }] of services) {
      if (!['api', 'worker'].includes(build?.target)) continue;
      for (const variable of Object.keys(environment)) {
        if (variable !== 'NODE_ENV') expect(settings, `${name}: ${variable}`).toMatch(new RegExp(`^\\s+${variable}:`, 'm'));
      }
    }
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
