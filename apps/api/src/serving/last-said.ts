import type { ActType, Heard } from '@segue/core/events';
import { type ModelView, RING_KEPT, type Taste } from '@segue/core/model';
import { heardOf, type Tasted, type Told } from '@segue/core/ranking';

/** Something that the listener did by hand and that is learnt. */
export interface Said extends Told {
  readonly occurredAtMs: number;
}

/** What a track did by itself. */
const PLAYED: ReadonlySet<ActType> = new Set(['play', 'complete']);
/** Kinds of which several can be said in one sentence. */
const SUMMED: ReadonlySet<ActType> = new Set([
  'skip',
  'like',
  'unlike',
  'dislike',
  'block',
  'unblock',
  'more',
  'queue',
  'unqueue',
  'pin',
  'unpin',
]);
/** A sentence that stood for less than this was not read; and what was done so fast was one move of the hand. */
const ONE_SENTENCE_MS = 2_000;

export const isByHand = ({ act }: Pick<Told, 'act'>): boolean => !PLAYED.has(act.type);

/** The last thing that a listener said by hand: one gesture, or several of a kind in a row. What merely plays between them ends nothing. */
export class LastSaid {
  #run: { readonly gestures: readonly Said[]; readonly before: Tasted | null; readonly saidAtMs: number } | null = null;
  #heard: Heard | null = null;

  /** In the words of the heard line; null before anything was said. */
  get heard(): Heard | null {
    return this.#heard;
  }

  /**
   * What the heard line says once these are learnt; null where there is nothing new to say.
   *
   * @param learnt by hand, since the slate before; oldest first
   */
  hear(
    learnt: readonly Said[],
    { before, after, model, nowMs }: { before: Tasted | null; after: Tasted; model: ModelView; nowMs: number },
  ): Heard | null {
    const last = learnt.at(-1);
    if (!last) return null;
    const { type } = last.act;
    const first = learnt.findLastIndex(({ act }) => act.type !== type) + 1;
    // What is learnt together changes the list once: it is one sentence, however long it took.
    const together = SUMMED.has(type) ? learnt.slice(first) : [last];
    const earlier = first === 0 && SUMMED.has(type) ? this.#joinedBy(together[0] ?? last, nowMs) : null;
    // No more than can be taken back.
    const gestures = [...(earlier?.gestures ?? []), ...together].slice(-RING_KEPT);
    const run = { gestures, before: earlier ? earlier.before : before, saidAtMs: nowMs };
    const heard = heardOf([...gestures.slice(0, -1), last], run.before, after, model);
    const isKept = type !== 'erase';
    this.#run = isKept ? run : null;
    this.#heard = isKept ? heard : null;
    return heard;
  }

  /** Something was said elsewhere: what was said here is not the last. */
  forget(): void {
    this.#run = null;
    this.#heard = null;
  }

  /** What was said before, where this goes on with it. */
  #joinedBy({ act, occurredAtMs }: Said, nowMs: number) {
    const before = this.#run?.gestures.at(-1);
    if (!this.#run || before?.act.type !== act.type) return null;
    const apartMs = Math.min(Math.abs(occurredAtMs - before.occurredAtMs), nowMs - this.#run.saidAtMs);
    return apartMs <= ONE_SENTENCE_MS ? this.#run : null;
  }
}

/** What was said last, of a taste that came with its ring: what it changed cannot be told any more. */
export function lastSaidOf({ ring, state }: Taste, model: ModelView): Heard | null {
  const last = ring.findLast(({ input }) => isByHand(input) && !input.timeless);
  return last ? { ...heardOf([{ event: last.event, act: last.input.act }], state, state, model), more: null, less: null } : null;
}
