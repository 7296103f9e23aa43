import { setTimeout } from 'node:timers/promises';
import { parseListenEvent } from '@segue/core/events';
import type { Catalogue, EventLog, LogBatch, LogConsumer, Projected } from '@segue/core/ports';

export interface ProjectorDeps {
  readonly log: EventLog;
  readonly catalogue: Catalogue;
  readonly group: string;
  readonly epoch: number;
  readonly onHealth: (state: 'up' | 'down', reason?: string) => void;
}

/** Before a batch that is not full: history may be so late. */
const GATHER_MS = 250;
const FULL = 200;

/**
 * The second consumer group of `listens`: writes likes, blocks and history into the catalogue's database, which keeps its
 * own mark, so that redelivery changes nothing. Malformed events are the learner's to set aside; here they are passed.
 */
export class Projector {
  readonly #deps: ProjectorDeps;
  readonly #stopping = new AbortController();
  #consumer: LogConsumer | null = null;

  constructor(deps: ProjectorDeps) {
    this.#deps = deps;
  }

  async start(): Promise<void> {
    const { log, group, onHealth } = this.#deps;
    this.#consumer = await log.consume({ group, topic: 'listens', onBatch: (batch) => this.#onBatch(batch), onHealth, maxBatch: FULL });
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#consumer?.stop();
    this.#consumer = null;
  }

  async #onBatch(batch: LogBatch): Promise<void> {
    // An embedded database works in this very thread: first the gesture is learnt, ranked and painted, then it is history.
    // And what comes meanwhile goes into the next transaction: a transaction costs more than its rows.
    if (batch.records.length < FULL) await setTimeout(GATHER_MS, undefined, { signal: this.#stopping.signal }).catch(() => {});
    const events: Projected[] = [];
    for (const { value, offset } of batch.records) {
      const parsed = value ? parseListenEvent(value) : null;
      if (parsed?.ok && parsed.event.origin !== 'probe')
        events.push({ partition: batch.partition, offset, epoch: this.#deps.epoch, event: parsed.event });
    }
    if (events.length > 0) await this.#deps.catalogue.project(events);
    const last = batch.records.at(-1);
    if (last && !batch.isStale()) await batch.commit(last.offset + 1);
  }
}
