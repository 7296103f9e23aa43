import { expect, it } from 'vitest';
import { loadConfig } from './config.ts';

it('every wrong setting is named at once, with what it should be', () => {
  const wrong = {
    PORT: 'http',
    SEGUE_SEED: '-1',
    SEGUE_SECRET: 'short',
    SEGUE_TRACKS: '0',
    SEGUE_SIMULATED: 'all',
    ALLOWED_ORIGINS: 'https://a.example/page',
    SITE_KEYS: 'site=short',
    SEGUE_NOW: 'noon',
    KAFKA_MIN_INSYNC_REPLICAS: '2',
    LOG_LEVEL: 'loud',
  };
  let problem = '';
  try {
    loadConfig(wrong);
  } catch (cause) {
    problem = String(cause);
  }
  for (const name of Object.keys(wrong)) expect(problem).toContain(`at ${name}`);
  expect(problem).toContain('expected origins as https://example.com');
});

it('what stands in front of it is taken into account, and a name of its own', () => {
  const behind = { SEGUE_SECURE_COOKIES: 'true', SEGUE_TRUST_PROXY: 'yes', INSTANCE: 'kitchen' };
  expect(loadConfig(behind)).toMatchObject({ secureCookies: true, trustProxy: true, instance: 'kitchen' });
  expect(loadConfig({})).toMatchObject({ secureCookies: false, trustProxy: false, instance: 'solo' });
});

it('nothing has to be set', () => {
  expect(loadConfig({ PORT: '' })).toMatchObject({ port: 3000, tracks: 2_000, musicDir: undefined, allowedOrigins: [] });
});
