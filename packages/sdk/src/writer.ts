import type { EventId } from '@segue/core/events';
import type { Disk, Entry } from './outbox/disk.ts';
import { createMemoryDisk } from './outbox/memory-disk.ts';
import { type Draft, type Mark, Outbox, type Placed } from './outbox/outbox.ts';

export interface WriterOptions {
  openDisk(): Promise<Disk>;
  readonly newId: () => string;
  /** What the log calls a gesture, as far as this tab knows by now. */
  eventOf(given: EventId): EventId;
  /** They stand; `unsent`: some of them are still to be sent. */
  onPlaced(placed: readonly Placed[], unsent: boolean): void;
  onMark(mark: Mark): void;
  /** The disk would not do: from here on the outbox lasts as long as this page. */
  onMemory(): void;
}

/** Gestures that may wait for the disk; past it they are turned away, for a disk that is that slow is none. */
export const MOST_UNSTORED = 5_000;

/** Answered gestures that one transaction lets go of. */
interface Settling {
  acked: Entry[];
  refused: Entry[];
}

/** One tab's way to the outbox: one transaction after the other, gestures gathered while one is under way. */
export class Writer {
  readonly #options: WriterOptions;
  #outbox: Outbox | null = null;
  #tail: Promise<unknown>;
  #drafts: Draft[] = [];
  /** A flush is asked for that has not begun, and will take what is added now. */
  #flushAsked = false;
  /** Settlings that are asked for and not done, oldest first. */
  readonly #settlings: Settling[] = [];
  /** The one that takes what is answered now; null where the next answer has to ask for one. */
  #open: { readonly settling: Settling; readonly done: Promise<void> } | null = null;
  #unstored = 0;
  #unsent = 0;
  #unnumbered = 0;

  constructor(options: WriterOptions) {
    this.#options = options;
    this.#tail = options.openDisk().then(
      (disk) => {
        this.#outbox = new Outbox({ disk, newId: options.newId });
      },
      () => this.#fallBack(),
    );
  }

  /** Resolves once it is known where the outbox lives. */
  get opened(): Promise<unknown> {
    return this.#tail;
  }

  get kind(): Disk['kind'] | 'opening' {
    return this.#outbox?.kind ?? 'opening';
  }

  /** Gestures not yet on the disk. */
  get unstored(): number {
    return this.#unstored;
  }

  /** Answered for good, and the disk has not let go of them yet: they wait for nobody. */
  get unsettled(): number {
    return this.#settlings.reduce((sum, { acked, refused }) => sum + acked.length + refused.length, 0);
  }

  /** Of those not on the disk, how many were not sent either: none may overtake them. */
  get unsent(): number {
    return this.#unsent;
  }

  /** Of those, how many wait for a number: the next must wait too, or it would stand before them. */
  get unnumbered(): number {
    return this.#unnumbered;
  }

  /** False: too many wait for the disk already. */
  add(draft: Draft): boolean {
    if (this.#unstored >= MOST_UNSTORED) return false;
    this.#count(draft, 1);
    this.#drafts.push(draft);
    // Asked for at once, though one may be under way: what is answered before it is stored must be settled after it.
    if (!this.#flushAsked) {
      this.#flushAsked = true;
      // A settling that stands before this flush may not take its gestures: it would find nothing, and they would stay for ever.
      this.#open = null;
      void this.run((outbox) => this.#flush(outbox)).catch(() => undefined);
    }
    return true;
  }

  settle(entries: readonly Entry[], acked: boolean): Promise<void> {
    this.#open ??= this.#askToSettle();
    this.#open.settling[acked ? 'acked' : 'refused'].push(...entries);
    return this.#open.done;
  }

  #askToSettle(): { readonly settling: Settling; readonly done: Promise<void> } {
    const settling: Settling = { acked: [], refused: [] };
    this.#settlings.push(settling);
    const done = this.run(async (outbox) => {
      if (this.#open?.settling === settling) this.#open = null;
      for (const kind of ['acked', 'refused'] as const) {
        if (settling[kind].length === 0) continue;
        const { mark } = await outbox.settle(settling[kind], kind === 'acked');
        // With the mark: for no moment may both counts leave it out, or both have it.
        settling[kind] = [];
        this.#options.onMark(mark);
      }
    }).finally(() => void this.#settlings.splice(this.#settlings.indexOf(settling), 1));
    return { settling, done };
  }

  /** Runs one piece of work after all that was asked before; on a disk opened anew if it fails in it, and else on memory. */
  run<T>(work: (outbox: Outbox) => Promise<T>): Promise<T> {
    const done = this.#tail.then(async () => {
      const outbox = this.#outbox ?? this.#fallBack();
      try {
        return await work(outbox);
      } catch (cause) {
        if (outbox.kind === 'memory') throw cause;
        return await this.#again(work, outbox);
      }
    });
    this.#tail = done.catch(() => undefined);
    return done;
  }

  async close(): Promise<void> {
    await this.#tail;
    this.#outbox?.close();
  }

  async #flush(outbox: Outbox): Promise<void> {
    this.#flushAsked = false;
    if (this.#drafts.length === 0) return;
    // Taken out only once they stand, so that memory gets them if the disk fails.
    const drafts = [...this.#drafts];
    const { placed, mark } = await outbox.add(drafts.map((draft) => this.#named(draft)));
    this.#drafts = this.#drafts.slice(drafts.length);
    for (const draft of drafts) this.#count(draft, -1);
    // The count of what waits first: for no moment may it miss what has just left the one list for the other.
    this.#options.onMark(mark);
    this.#options.onPlaced(
      placed,
      drafts.some((draft) => draft.sends === 0),
    );
  }

  /** What an undo takes back may have got its number since the undo was made. */
  #named(draft: Draft): Draft {
    const { act } = draft;
    return act.type === 'undo' && draft.sends === 0 ? { ...draft, act: { ...act, event: this.#options.eventOf(act.event) } } : draft;
  }

  async #again<T>(work: (outbox: Outbox) => Promise<T>, failed: Outbox): Promise<T> {
    try {
      await failed.reopen(this.#options.openDisk);
      return await work(failed);
    } catch {
      await failed.toMemory();
      this.#options.onMemory();
      return work(failed);
    }
  }

  #fallBack(): Outbox {
    this.#outbox = new Outbox({ disk: createMemoryDisk(), newId: this.#options.newId });
    this.#options.onMemory();
    return this.#outbox;
  }

  #count(draft: Draft, by: 1 | -1): void {
    this.#unstored += by;
    if (draft.sends === 0) this.#unsent += by;
    if (!draft.reserved) this.#unnumbered += by;
  }
}
