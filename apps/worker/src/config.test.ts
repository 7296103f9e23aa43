import { describe, expect, it } from 'vitest';
import { loadConfig, loadMaintenanceConfig } from './config.ts';

const GOOD = { KAFKA_BROKERS: 'a:9092, b:9092', REDIS_URL: 'redis://c:6379', DATABASE_URL: 'postgresql://d/e' };

describe('settings', () => {
  it('lists every wrong variable at once, each with what it should be', () => {
    const wrong = {
      ...GOOD,
      REDIS_URL: 'http://c',
      DATABASE_URL: 'd',
      PORT: '70000',
      INSTANCE: 'no spaces',
      SEGUE_SEED: '-1',
      LOG_LEVEL: 'loud',
      SEGUE_PREFIX: 'Upper',
      LISTENS_PARTITIONS: 'six',
      KAFKA_MIN_INSYNC_REPLICAS: '2',
    };
    const message = messageOf(() => loadConfig(wrong));
    for (const name of Object.keys(wrong).filter((key) => key !== 'KAFKA_BROKERS')) expect(message).toContain(name);
    expect(message).toContain('expected redis://');
    expect(message).not.toContain('KAFKA_BROKERS');
  });

  it('needs all three servers, and takes an empty variable for one that was not set', () => {
    const message = messageOf(() => loadConfig({ KAFKA_BROKERS: '' }));
    for (const name of ['KAFKA_BROKERS', 'REDIS_URL', 'DATABASE_URL']) expect(message).toContain(name);
  });

  it('has a default for everything else', () => {
    expect(loadConfig(GOOD)).toMatchObject({
      backends: { prefix: 'segue', redisUrl: GOOD.REDIS_URL, kafka: { brokers: ['a:9092', 'b:9092'] } },
      port: 3002,
      host: '127.0.0.1',
      seed: 1,
      logLevel: 'info',
    });
  });

  it('maintenance runs without any of them, in the data folder', () => {
    const { backends, home } = loadMaintenanceConfig({ SEGUE_HOME: '/data/segue' });
    expect(home).toBe('/data/segue');
    expect(backends.kafka).toBeUndefined();
    expect(messageOf(() => loadMaintenanceConfig({ SEGUE_SEED: 'x', LOG_LEVEL: 'y' }))).toMatch(
      /SEGUE_SEED[\s\S]*LOG_LEVEL|LOG_LEVEL[\s\S]*SEGUE_SEED/,
    );
  });
});

function messageOf(run: () => unknown): string {
  try {
    run();
  } catch (cause) {
    return String(cause);
  }
  throw new Error('it was accepted');
}
