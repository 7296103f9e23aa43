import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { BackendEnv, backendSettingsOf, readSettings } from './index.ts';

const read = (env: Readonly<Record<string, string>>) => backendSettingsOf(readSettings(BackendEnv, env));
const folder = mkdtempSync(join(tmpdir(), 'segue-settings-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('the settings of log, store and catalogue', () => {
  it('lists what does not fit together too, beside what is wrong by itself', () => {
    const message = messageOf({
      KAFKA_BROKERS: 'localhost, b:9092',
      KAFKA_CA_FILE: join(folder, 'none.pem'),
      KAFKA_SASL_MECHANISM: 'plain',
      KAFKA_USERNAME: '',
      KAFKA_REPLICATION: '1',
      KAFKA_MIN_INSYNC_REPLICAS: '2',
      REDIS_URL: 'http://c',
    });
    expect(message.split('\n')).toEqual([
      'These settings are wrong:',
      '✖ expected one or more as host:9092, separated by commas',
      '  → at KAFKA_BROKERS',
      '✖ expected a file with certificates in PEM that can be read (ENOENT)',
      '  → at KAFKA_CA_FILE',
      '✖ expected redis://… or rediss://…',
      '  → at REDIS_URL',
      '✖ expected true, because KAFKA_CA_FILE is set',
      '  → at KAFKA_TLS',
      '✖ expected to be set, because KAFKA_SASL_MECHANISM is',
      '  → at KAFKA_USERNAME',
      '✖ expected to be set, because KAFKA_SASL_MECHANISM is',
      '  → at KAFKA_PASSWORD',
      '✖ expected at most KAFKA_REPLICATION: with more, nothing can be acked',
      '  → at KAFKA_MIN_INSYNC_REPLICAS',
    ]);
  });

  it.each(['KAFKA_USERNAME', 'KAFKA_PASSWORD'])('asks how to come in where %s is set', (name) => {
    expect(messageOf({ [name]: 'segue' })).toMatch(/:\n✖ expected plain, .*\n {2}→ at KAFKA_SASL_MECHANISM$/);
  });

  it('takes certificates from their file, and no other file', () => {
    const [authority, other] = [join(folder, 'ca.pem'), join(folder, 'other.txt')];
    writeFileSync(authority, '-----BEGIN CERTIFICATE-----\n');
    writeFileSync(other, 'something');
    const secure = { KAFKA_BROKERS: 'a:9093', KAFKA_TLS: 'true' };
    expect(read({ ...secure, KAFKA_CA_FILE: authority }).kafka?.ssl).toEqual({ ca: ['-----BEGIN CERTIFICATE-----\n'] });
    expect(read(secure).kafka?.ssl).toBe(true);
    expect(messageOf({ ...secure, KAFKA_CA_FILE: other })).toContain('(no certificate is in it)');
  });

  it('tells Kafka with what to come in, and how a topic is made', () => {
    const { kafka } = read({
      KAFKA_BROKERS: 'a:9092, b:9092',
      KAFKA_SASL_MECHANISM: 'scram-sha-256',
      KAFKA_USERNAME: 'segue',
      KAFKA_PASSWORD: 'secret',
      KAFKA_REPLICATION: '3',
      KAFKA_MIN_INSYNC_REPLICAS: '3',
      KAFKA_RETENTION_DAYS: '365',
    });
    expect(kafka).toEqual({
      brokers: ['a:9092', 'b:9092'],
      sasl: { mechanism: 'scram-sha-256', username: 'segue', password: 'secret' },
      replication: 3,
      minInsyncReplicas: 3,
      listensKeptMs: 365 * 86_400_000,
    });
    expect(read({ KAFKA_BROKERS: 'a:9092' }).kafka).toEqual({ brokers: ['a:9092'], replication: 1, minInsyncReplicas: 1 });
  });
});

function messageOf(env: Readonly<Record<string, string>>): string {
  try {
    read(env);
  } catch (cause) {
    return cause instanceof Error ? cause.message : '';
  }
  throw new Error('it was accepted');
}
