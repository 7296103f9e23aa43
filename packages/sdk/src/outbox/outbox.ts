import type { Act, EventId, OutboxId } from '@segue/core/events';
import { type Disk, type Entry, eventIdOf, type Key, keyText, type Lane, type Meta, type Stored, type Tx } from './disk.ts';
import { createMemoryDisk } from './memory-disk.ts';

/** Gestures held at most, sent and unanswered ones included. */
export const CAPACITY = 5_000;
/** Numbers that a tab keeps for itself, so that a gesture has its number without waiting for the disk. */
export const BLOCK = 16;
/**
 * The learner tells a resending from a first sending for 128 numbers below the highest it has seen. A block that lies
 * further back than this is given up: with 64 in flight its numbers could be taken for old ones.
 */
export const MOST_BEHIND = 64;
const MOST_RENAMES = 3;
const NONE: ReadonlySet<string> = new Set();

/** A gesture on its way to the disk. */
export interface Draft {
  readonly given: EventId;
  /** A number out of this tab's block, or null: the disk gives one. */
  readonly reserved: Reserved | null;
  readonly atMs: number;
  readonly occurredAt: string | null;
  readonly shown: Entry['shown'];
  readonly trace: string | null;
  readonly act: Act;
  readonly sends: number;
}

export interface Reserved extends Key {
  readonly outbox: OutboxId;
  /** The first number of its block. */
  readonly block: number;
}

/** Where the outbox stands after a change; all tabs show the one with the highest version. */
export type Mark = Omit<Meta, 'lease'>;

export interface Placed {
  readonly given: EventId;
  /** The id it is sent under; null: the outbox was full and it was dropped. */
  readonly event: EventId | null;
}

export interface Renamed {
  readonly given: EventId;
  readonly event: EventId;
}

/** The outbox of one browser profile, over a disk that its tabs share. Every method is one transaction. */
export class Outbox {
  #disk: Disk;
  readonly #newId: () => string;
  /** The generation of the last transaction; 0 before the first. */
  #gen = 0;

  constructor({ disk, newId }: { readonly disk: Disk; readonly newId: () => string }) {
    this.#disk = disk;
    this.#newId = newId;
  }

  get kind(): Disk['kind'] {
    return this.#disk.kind;
  }

  /** Stores gestures in their order. What has no number, or one that lies too far back, gets the next one. */
  add(drafts: readonly Draft[]): Promise<{ readonly placed: readonly Placed[]; readonly mark: Mark }> {
    return this.#change(async (tx, meta) => {
      let now = meta;
      const renamed = new Map<string, EventId>();
      const placed: Placed[] = [];
      for (const draft of drafts) {
        // What was sent already stands in the log, perhaps: it is never turned away.
        if (now.held >= CAPACITY && draft.sends === 0) {
          const roomed = await makeRoom(tx, now, laneOf(draft.act));
          now = roomed.meta;
          if (!roomed.room) {
            placed.push({ given: draft.given, event: null });
            continue;
          }
        }
        const { reserved } = draft;
        const keeps = reserved && (draft.sends > 0 || (reserved.gen === now.gen && reserved.block + MOST_BEHIND >= now.next));
        const entry: Entry = {
          gen: keeps ? reserved.gen : now.gen,
          number: keeps ? reserved.number : now.next,
          outbox: keeps ? reserved.outbox : now.outbox,
          given: draft.given,
          atMs: draft.atMs,
          occurredAt: draft.occurredAt,
          shown: draft.shown,
          trace: draft.trace,
          act: withEvent(draft.act, renamed),
          sends: draft.sends,
          renames: 0,
          lane: laneOf(draft.act),
        };
        const event = eventIdOf(entry);
        if (event !== draft.given) renamed.set(draft.given, event);
        tx.put(entry);
        now = { ...now, held: now.held + 1, next: Math.max(now.next, keeps ? now.next : entry.number + 1) };
        placed.push({ given: draft.given, event });
      }
      return { meta: now, result: { placed } };
    });
  }

  /**
   * The next gestures to send, in order, counted as sent. `occurredAtOf` fixes the time of those never sent before. Those
   * in `returned` were turned back when they were last sent, so the log does not have them from then.
   */
  take(
    limit: number,
    skip: ReadonlySet<string>,
    occurredAtOf: (atMs: number) => string,
    returned: ReadonlySet<string> = NONE,
  ): Promise<{ readonly entries: readonly Entry[]; readonly mark: Mark }> {
    return this.#change(async (tx, meta) => {
      const entries: Entry[] = [];
      for (const entry of await tx.first(limit + skip.size)) {
        if (entries.length >= limit) break;
        if (skip.has(keyText(entry))) continue;
        const sends = entry.sends + (returned.has(keyText(entry)) ? 0 : 1);
        const sent: Entry = { ...entry, sends, occurredAt: entry.occurredAt ?? occurredAtOf(entry.atMs) };
        tx.put(sent);
        entries.push(sent);
      }
      return { meta, result: { entries } };
    });
  }

  /** Removes what was answered. */
  settle(keys: readonly Key[], acked: boolean): Promise<{ readonly mark: Mark }> {
    return this.#change(async (tx, meta) => {
      let held = meta.held;
      let begun = meta.begun;
      for (const key of keys) {
        if (await tx.get(key)) held -= 1;
        tx.delete(key);
        if (acked && key.gen === meta.gen) begun = true;
      }
      return { meta: { ...meta, held, begun }, result: {} };
    });
  }

  /** Sets numbers aside for one tab; none while the outbox is new, for a server must see its first number first. */
  reserve(count: number): Promise<{ readonly numbers: readonly Reserved[]; readonly mark: Mark }> {
    return this.#change(async (_tx, meta) => {
      if (!meta.begun) return { meta, result: { numbers: [] } };
      const numbers = Array.from({ length: count }, (_, i) => ({
        outbox: meta.outbox,
        gen: meta.gen,
        number: meta.next + i,
        block: meta.next,
      }));
      return { meta: { ...meta, next: meta.next + count }, result: { numbers } };
    }, true);
  }

  /**
   * The server has forgotten this outbox: a new one takes what the log cannot have, never sent or turned back each time.
   * Where one sending went unanswered the log may have it: such a gesture is given up once it is answered `outbox_unknown`.
   */
  rotate(
    unknown: readonly Entry[],
    returned: ReadonlySet<string> = NONE,
  ): Promise<{ readonly renamed: readonly Renamed[]; readonly lost: readonly Entry[]; readonly mark: Mark }> {
    return this.#change(async (tx, meta) => {
      const forgotten = new Set(unknown.map(keyText));
      const current = unknown.some((entry) => entry.gen === meta.gen);
      let now: Meta = current ? nextGeneration(meta, this.#newId()) : meta;
      const lost: Entry[] = [];
      const renamed: Renamed[] = [];
      const events = new Map<string, EventId>();
      for (const entry of await tx.first(CAPACITY * 2)) {
        const isForgotten = forgotten.has(keyText(entry));
        // Sendings that may have reached the log.
        const doubtful = entry.sends - (isForgotten || returned.has(keyText(entry)) ? 1 : 0);
        if (entry.gen === now.gen || (!isForgotten && doubtful > 0)) continue;
        tx.delete(entry);
        if (isForgotten && (doubtful > 0 || entry.renames >= MOST_RENAMES)) {
          lost.push(entry);
          now = { ...now, held: now.held - 1 };
          continue;
        }
        const moved: Entry = {
          ...entry,
          gen: now.gen,
          outbox: now.outbox,
          number: now.next,
          act: withEvent(entry.act, events),
          sends: 0,
          renames: entry.renames + 1,
        };
        tx.put(moved);
        events.set(eventIdOf(entry), eventIdOf(moved));
        renamed.push({ given: entry.given, event: eventIdOf(moved) });
        now = { ...now, next: now.next + 1 };
      }
      return { meta: now, result: { renamed, lost } };
    }, true);
  }

  /** Everything held, in order: what a new tab has to lay over its slate. */
  held(): Promise<{ readonly entries: readonly Entry[]; readonly mark: Mark }> {
    return this.#change(async (tx, meta) => ({ meta, result: { entries: await tx.first(CAPACITY * 2) } }));
  }

  /** Where the outbox stands. */
  look(): Promise<{ readonly mark: Mark }> {
    return this.#change(async (_tx, meta) => ({ meta, result: {} }));
  }

  /** Where there are no Web Locks: true if this tab is the sending one until `nowMs + forMs`. */
  async lease(tab: string, nowMs: number, forMs: number): Promise<boolean> {
    const { mine } = await this.#change(async (_tx, meta) => {
      const free = !meta.lease || meta.lease.tab === tab || meta.lease.untilMs <= nowMs || meta.lease.untilMs > nowMs + 10 * forMs;
      if (!free) return { meta, result: { mine: false } };
      return { meta: { ...meta, lease: forMs > 0 ? { tab, untilMs: nowMs + forMs } : null }, result: { mine: true } };
    });
    return mine;
  }

  /** One transaction may fail where the next does not: a browser closes what a page in the background holds open. */
  async reopen(open: () => Promise<Disk>): Promise<void> {
    if (this.#disk.taken) throw new Error('Another page took the database.');
    const disk = await open();
    this.#disk.close();
    this.#disk = disk;
  }

  /**
   * Goes on in memory with what can still be read, under its own numbers, so that the server tells a resending. What comes
   * gets a generation of its own: other tabs may go on with the numbers of the disk.
   */
  async toMemory(): Promise<void> {
    const { meta, entries } = await this.#disk.read().catch((): Stored => ({ meta: null, entries: [] }));
    this.#disk.close();
    this.#disk = createMemoryDisk({ meta: nextGeneration(meta ?? { ...fresh(''), gen: this.#gen }, this.#newId()), entries });
  }

  close(): void {
    this.#disk.close();
  }

  #change<T extends object>(
    work: (tx: Tx, meta: Meta) => Promise<{ readonly meta: Meta; readonly result: T }>,
    durable = false,
  ): Promise<T & { readonly mark: Mark }> {
    return this.#disk.transact(async (tx) => {
      const before = (await tx.meta()) ?? fresh(this.#newId());
      const { meta, result } = await work(tx, before);
      const next = { ...meta, version: before.version + 1 };
      tx.putMeta(next);
      this.#gen = next.gen;
      return { ...result, mark: next };
    }, durable);
  }
}

const fresh = (id: string): Meta => ({
  outbox: id as OutboxId,
  gen: 1,
  next: 1,
  begun: false,
  held: 0,
  dropped: { impression: 0, seek: 0, other: 0 },
  version: 0,
  lease: null,
});

const nextGeneration = (meta: Meta, id: string): Meta => ({ ...meta, gen: meta.gen + 1, outbox: id as OutboxId, next: 1, begun: false });

const laneOf = (act: Act): Lane => (act.type === 'impression' || act.type === 'seek' ? act.type : 'keep');

/** An undo names an event by the id that its caller was given; what is sent has to name the one in the log. */
function withEvent(act: Act, renamed: ReadonlyMap<string, EventId>): Act {
  if (act.type !== 'undo') return act;
  const event = renamed.get(act.event);
  return event ? { ...act, event } : act;
}

/** Drops the oldest impression, else the oldest seek, to take one more; an impression is never worth a seek. */
async function makeRoom(tx: Tx, meta: Meta, incoming: Lane): Promise<{ readonly meta: Meta; readonly room: boolean }> {
  const lanes: readonly Lane[] = incoming === 'impression' ? ['impression'] : ['impression', 'seek'];
  for (const lane of lanes) {
    const oldest = (await tx.firstOf(lane, 2 * MOST_BEHIND)).find((entry) => entry.sends === 0);
    if (!oldest) continue;
    tx.delete(oldest);
    return { meta: { ...count(meta, lane), held: meta.held - 1 }, room: true };
  }
  return { meta: count(meta, incoming), room: false };
}

function count(meta: Meta, lane: Lane): Meta {
  const kind = lane === 'keep' ? 'other' : lane;
  return { ...meta, dropped: { ...meta.dropped, [kind]: meta.dropped[kind] + 1 } };
}
