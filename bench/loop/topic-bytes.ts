import { readdirSync, readlinkSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { TOPICS } from '@segue/core/ports';

/** Bytes that each topic under the prefix takes on the broker's disk now, all partitions; nothing where its folder cannot be found. */
export function topicBytes(kafkaPid: number | undefined, prefix: string): Record<string, number> {
  const bytes: Record<string, number> = {};
  if (kafkaPid === undefined) return bytes;
  const logs = join(readlinkSync(`/proc/${kafkaPid}/cwd`), 'logs');
  for (const folder of readdirSync(logs)) {
    const topic = TOPICS.find((name) => new RegExp(`^${prefix}\\.${name}-\\d+$`).test(folder));
    if (!topic) continue;
    for (const file of readdirSync(join(logs, folder))) {
      if (file.endsWith('.log')) bytes[topic] = (bytes[topic] ?? 0) + statSync(join(logs, folder, file)).size;
    }
  }
  return bytes;
}
