import { AppError } from '@segue/core/errors';
import { COMPACTED, TOPICS, type Topic } from '@segue/core/ports';
import type { Admin } from 'kafkajs';
import { messageOf, typeOf } from './client.ts';

export interface TopicWishes {
  /** For topics that do not exist yet. */
  readonly partitions?: Partial<Record<Topic, number>>;
  /** Default 1; 3 in production. */
  readonly replication?: number;
  /** Default 1; 2 in production, so that an acked event is on two brokers. */
  readonly minInsyncReplicas?: number;
  /** How long `listens` keeps its records, in ms; for ever by default. */
  readonly listensKeptMs?: number;
}

interface TopicSettings {
  readonly partitions: number;
  readonly config: Readonly<Record<string, string>>;
}

/** The slice of kafkajs' admin used here. */
export type TopicAdmin = Pick<Admin, 'listTopics' | 'createTopics' | 'fetchTopicMetadata' | 'fetchTopicOffsets'>;

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const CREATE_TIMEOUT_MS = 20_000;
/** What a broker says of a topic that it is about to have, or about to lead. */
const NOT_YET: ReadonlySet<string> = new Set(['UNKNOWN_TOPIC_OR_PARTITION', 'LEADER_NOT_AVAILABLE', 'NOT_LEADER_FOR_PARTITION']);
const USUAL_PARTITIONS: Record<Topic, number> = {
  listens: 6,
  'track-steps': 6,
  'track-states': 3,
  'listens-refused': 1,
  'segue-meta': 1,
  'segue-figures': 1,
};
const KEPT_MS: Record<Topic, number> = {
  listens: -1,
  'track-steps': 7 * DAY_MS,
  'listens-refused': 28 * DAY_MS,
  'track-states': -1,
  'segue-meta': -1,
  'segue-figures': -1,
};

/** How each topic is made. Everything learnt can be learnt again from `listens`, as far as it is kept. */
function settingsOf(topic: Topic, { partitions = {}, minInsyncReplicas = 1, listensKeptMs = KEPT_MS.listens }: TopicWishes): TopicSettings {
  const compacted = COMPACTED.has(topic);
  const keptMs = topic === 'listens' ? listensKeptMs : KEPT_MS[topic];
  return {
    partitions: partitions[topic] ?? USUAL_PARTITIONS[topic],
    config: {
      'min.insync.replicas': String(minInsyncReplicas),
      ...(compacted
        ? { 'cleanup.policy': 'compact', 'min.cleanable.dirty.ratio': '0.3', 'segment.ms': String(HOUR_MS) }
        : { 'cleanup.policy': 'delete', 'retention.ms': String(keptMs) }),
    },
  };
}

/** Makes the topics that are missing, and tells how many partitions each has; where it may not make them, says how they should be. */
export async function ensureTopics(
  admin: TopicAdmin,
  nameOf: (topic: Topic) => string,
  wishes: TopicWishes,
): Promise<ReadonlyMap<Topic, number>> {
  const { replication = 1 } = wishes;
  const existing = new Set(await admin.listTopics());
  const missing = TOPICS.filter((topic) => !existing.has(nameOf(topic)));
  try {
    if (missing.length > 0) {
      await admin.createTopics({
        // kafkajs waits for leaders, and fails where a broker has not yet heard of the topic at all: what follows waits for both.
        waitForLeaders: false,
        timeout: CREATE_TIMEOUT_MS,
        topics: missing.map((topic) => {
          const { partitions, config } = settingsOf(topic, wishes);
          const configEntries = Object.entries(config).map(([name, value]) => ({ name, value }));
          return { topic: nameOf(topic), numPartitions: partitions, replicationFactor: replication, configEntries };
        }),
      });
    }
    const counts = await whenThere(() => countPartitions(admin, nameOf));
    // A leader that is named in the metadata may not know of it yet; asked for offsets, it tells.
    for (const topic of missing) await whenThere(() => admin.fetchTopicOffsets(nameOf(topic)));
    return counts;
  } catch (cause) {
    if (missing.length === 0) throw cause;
    const wanted = missing.map((topic) => {
      const { partitions, config } = settingsOf(topic, wishes);
      const entries = Object.entries(config).map(([name, value]) => `${name}=${value}`);
      return `${nameOf(topic)} (${partitions} partitions, replication ${replication}, ${entries.join(', ')})`;
    });
    const message = `Kafka lacks these topics and they could not be made: ${wanted.join('; ')}. Make them, or allow this client to. Kafka said: ${messageOf(cause)}`;
    throw new AppError('log_unavailable', message, { cause });
  }
}

/** Two processes may have started together, with other wishes: what counts is what is there now. */
async function countPartitions(admin: TopicAdmin, nameOf: (topic: Topic) => string): Promise<ReadonlyMap<Topic, number>> {
  const { topics } = await admin.fetchTopicMetadata({ topics: TOPICS.map(nameOf) });
  const counts = new Map(topics.map(({ name, partitions }) => [name, partitions.length]));
  return new Map(TOPICS.map((topic) => [topic, counts.get(nameOf(topic)) ?? 1]));
}

/** Asks again while the brokers are still making the topic. */
async function whenThere<T>(ask: () => Promise<T>): Promise<T> {
  for (const untilMs = Date.now() + CREATE_TIMEOUT_MS; ; ) {
    try {
      return await ask();
    } catch (cause) {
      if (!NOT_YET.has(typeOf(cause)) || Date.now() > untilMs) throw cause;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}
