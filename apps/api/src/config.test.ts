import { describe, expect, it } from 'vitest';
import { loadConfig } from './config.ts';

const GOOD = {
  KAFKA_BROKERS: 'localhost:9092',
  REDIS_URL: 'redis://localhost:6379',
  DATABASE_URL: 'postgresql://localhost/segue',
  SEGUE_SECRET: 'a secret of sixteen',
};

describe('the api’s settings', () => {
  it('are read with their defaults, and an empty variable is one that was not set', () => {
    const config = loadConfig({ ...GOOD, PORT: '', ALLOWED_ORIGINS: '', MUSIC_DIR: '' });
    expect(config).toMatchObject({ port: 3001, host: '127.0.0.1', musicDir: undefined, demo: null });
    expect(config.api).toMatchObject({ allowedOrigins: [], trustProxy: false, secrets: ['a secret of sixteen'] });
    expect(config.api.siteKeys.size).toBe(0);
  });

  it('hold origins, keys and secrets in lists', () => {
    const { api } = loadConfig({
      ...GOOD,
      ALLOWED_ORIGINS: 'https://a.example, http://localhost:8080',
      SITE_KEYS: 'a=0123456789abcdef,b=fedcba9876543210',
      SEGUE_SECRET: 'the newest secret, the old secret of 16',
    });
    expect(api.allowedOrigins).toEqual(['https://a.example', 'http://localhost:8080']);
    expect([...api.siteKeys]).toEqual([
      ['0123456789abcdef', 'a'],
      ['fedcba9876543210', 'b'],
    ]);
    expect(api.secrets).toEqual(['the newest secret', 'the old secret of 16']);
  });

  it('say which rankers run in shadow, and what is tried on listeners', () => {
    expect(loadConfig(GOOD).api.shadow).toEqual({
      rankers: ['logistic', 'ftrl', 'hoeffding-tree', 'adaptive-tree', 'network', 'blend'],
      experiment: null,
    });
    const { shadow } = loadConfig({ ...GOOD, SEGUE_SHADOW: 'none', SEGUE_EXPERIMENT: 'order-2=draft:network' }).api;
    expect(shadow).toEqual({ rankers: [], experiment: { name: 'order-2', how: 'draft', ranker: 'network', after: 200 } });
    const early = loadConfig({ ...GOOD, SEGUE_EXPERIMENT: 'order-2=draft:network', SEGUE_EXPERIMENT_AFTER: '0' }).api.shadow;
    expect(early.experiment?.after).toBe(0);
    expect(() => loadConfig({ ...GOOD, SEGUE_SHADOW: 'ftrl,forest' })).toThrow('there is no ranker forest');
    expect(() => loadConfig({ ...GOOD, SEGUE_EXPERIMENT: 'order=swap:ftrl' })).toThrow('expected NAME=ab:RANKER');
  });

  it('are all named at once where they are wrong, with what they should be', () => {
    const wrong = {
      PORT: '70000',
      INSTANCE: 'a b',
      SEGUE_SECRET: 'short',
      SEGUE_TRACKS: 'many',
      SEGUE_TRUST_PROXY: 'perhaps',
      ALLOWED_ORIGINS: 'example.com',
      SITE_KEYS: 'key',
      KAFKA_MIN_INSYNC_REPLICAS: '2',
      LOG_LEVEL: 'loud',
    };
    const problem = messageOf(wrong);
    for (const name of [...Object.keys(wrong), 'KAFKA_BROKERS', 'REDIS_URL', 'DATABASE_URL']) expect(problem).toContain(`at ${name}`);
    expect(problem).toContain('expected origins as https://example.com');
    expect(problem).toContain('expected site=key');
    expect(problem).toContain('16 characters');
  });

  it.each(['*', 'https://a.example/', 'https://a.example/path', 'null', 'a.example', 'https://A.example'])(
    'refuse %s for an origin',
    (origin) => {
      expect(messageOf({ ...GOOD, ALLOWED_ORIGINS: origin })).toContain('ALLOWED_ORIGINS');
    },
  );
});

function messageOf(env: Readonly<Record<string, string>>): string {
  try {
    loadConfig(env);
  } catch (cause) {
    return cause instanceof Error ? cause.message : '';
  }
  return '';
}
