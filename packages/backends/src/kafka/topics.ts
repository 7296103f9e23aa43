import { TOPICS, type Topic } from '@segue/core/ports';

export interface TopicSettings {
  readonly partitions: number;
  readonly config: Readonly<Record<string, string>>;
}

const WEEK_MS = 7 * 86_400_000;

/** How each topic is made where the app may make it. Everything learnt can be learnt again from `listens`, which is kept. */
export function settingsOf(partitions: Partial<Record<Topic, number>>): Record<Topic, TopicSettings> {
  const config: Record<Topic, Record<string, string>> = {
    listens: { 'retention.ms': '-1' },
    'track-steps': { 'retention.ms': String(WEEK_MS) },
    'track-states': { 'cleanup.policy': 'compact', 'min.cleanable.dirty.ratio': '0.3', 'segment.ms': String(3_600_000) },
    'listens-refused': { 'retention.ms': String(4 * WEEK_MS) },
    'segue-meta': { 'cleanup.policy': 'compact' },
  };
  const usual: Record<Topic, number> = { listens: 6, 'track-steps': 6, 'track-states': 3, 'listens-refused': 1, 'segue-meta': 1 };
  return Object.fromEntries(
    TOPICS.map((topic) => [topic, { partitions: partitions[topic] ?? usual[topic], config: config[topic] }]),
  ) as Record<Topic, TopicSettings>;
}
