import { TOPICS } from '@segue/core/ports';
import { Kafka, logLevel } from 'kafkajs';

/** Deletes the topics of a test: a broker with thousands of partitions is a slow one. */
export async function forgetTopics(brokers: readonly string[], prefix: string): Promise<void> {
  const admin = new Kafka({ brokers: [...brokers], logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  try {
    const existing = new Set(await admin.listTopics());
    const topics = TOPICS.map((topic) => `${prefix}.${topic}`).filter((name) => existing.has(name));
    if (topics.length > 0) await admin.deleteTopics({ topics });
  } finally {
    await admin.disconnect();
  }
}
