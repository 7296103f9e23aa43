import { setImmediate } from 'node:timers/promises';
import { parseListenEvent } from '@segue/core/events';
import type { Catalogue, EventLog, LogBatch, LogConsumer, Projected } from '@segue/core/ports';

export interface ProjectorDeps {
  readonly log: EventLog;
  readonly catalogue: Catalogue;
  readonly group: string;
  readonly epoch: number;
  readonly onHealth: (state: 'up' | 'down', reason?: string) => void;
}

/**
 * History may be so late. An embedded database works in this very thread: first the gesture is learnt, ranked and painted.
 * And what comes meanwhile goes into the same transaction: a transaction costs more than its rows.
 */
const GATHER_MS = 250;
/** Of one partition in one transaction: an embedded database answers nobody while it writes. */
const MAX_BATCH = 200;

/**
 * The second consumer group of `listens`: writes likes, blocks and history into the catalogue's database, which keeps its
 * own mark, so that redelivery changes nothing. Malformed events are the learner's to set aside; here they are passed.
 */
export class Projector {
  readonly #deps: ProjectorDeps;
  #consumer: LogConsumer | null = null;
  #together: { readonly events: Projected[]; readonly written: Promise<void> } | null = null;

  constructor(deps: ProjectorDeps) {
    this.#deps = deps;
  }

  async start(): Promise<void> {
    const { log, group, onHealth } = this.#deps;
    const onBatch = (batch: LogBatch) => this.#onBatch(batch);
    this.#consumer = await log.consume({ group, topic: 'listens', onBatch, onHealth, maxBatch: MAX_BATCH, gatherMs: GATHER_MS });
  }

  async stop(): Promise<void> {
    await this.#consumer?.stop();
    this.#consumer = null;
  }

  async #onBatch(batch: LogBatch): Promise<void> {
    const events: Projected[] = [];
    for (const { value, offset } of batch.records) {
      const parsed = value ? parseListenEvent(value) : null;
      if (parsed?.ok && parsed.event.origin !== 'probe')
        events.push({ partition: batch.partition, offset, epoch: this.#deps.epoch, event: parsed.event });
    }
    if (events.length > 0) await this.#write(events);
    const last = batch.records.at(-1);
    if (last && !batch.isStale()) await batch.commit(last.offset + 1);
  }

  /** Batches of several partitions that were handed over together are one transaction. */
  #write(events: readonly Projected[]): Promise<void> {
    if (!this.#together) {
      const gathered: Projected[] = [];
      const written = setImmediate().then(() => {
        this.#together = null;
        return this.#deps.catalogue.project(gathered);
      });
      this.#together = { events: gathered, written };
    }
    this.#together.events.push(...events);
    return this.#together.written;
  }
}
