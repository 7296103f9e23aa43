import { AppError } from '@segue/core/errors';
import type { EventLog } from '@segue/core/ports';

/** The same log, which takes nothing in while it is deaf. */
export function deafened(log: EventLog): { readonly log: EventLog; deafen(deaf: boolean): void } {
  let isDeaf = false;
  const hear = () => {
    if (isDeaf) throw new AppError('log_unavailable', 'The log was made deaf by a test.');
  };
  return {
    log: {
      async append(topic, entries) {
        hear();
        return log.append(topic, entries);
      },
      async ready() {
        hear();
        return log.ready();
      },
      consume: (options) => log.consume(options),
      follow: (options) => log.follow(options),
      partitions: (topic) => log.partitions(topic),
      starts: (topic) => log.starts(topic),
      ends: (topic) => log.ends(topic),
      committed: (group, topic) => log.committed(group, topic),
      close: () => log.close(),
    },
    deafen(deaf) {
      isDeaf = deaf;
    },
  };
}
