import { lessonOf } from '@segue/core/model';
import { shuffledIds } from '../data/interactions.ts';
import { EvaluationError } from '../evaluation-error.ts';
import { parseListenEvents } from './events.ts';
import { nameOf } from './file-name.ts';

/** What the log says, in its order: what was listened to, and what chance put before somebody. */
export type LoggedStep<Id = number> =
  | { readonly kind: 'listen'; readonly user: Id; readonly item: Id; readonly atMs: number | null; readonly strength: number }
  | {
      readonly kind: 'decision';
      readonly user: Id;
      readonly item: Id;
      readonly atMs: number | null;
      /** The chance with which this row was drawn. */
      readonly propensity: number;
      /** 1: it was heard out or liked before it was shown again. */
      readonly reward: 0 | 1;
    };

export interface LoggedDecisions {
  readonly name: string;
  readonly userCount: number;
  readonly itemCount: number;
  readonly steps: readonly LoggedStep[];
}

/**
 * Our own log, one event a line. Rows of impressions whose propensity is below 1 were drawn by chance: those are decisions.
 * Ids are shuffled: whoever stands first in a log was often shown first.
 */
export async function readDecisions(file: string, seed: number): Promise<LoggedDecisions> {
  const steps: LoggedStep<string>[] = [];
  const decisions = createDecisions(steps);
  await parseListenEvents(file, (event) => {
    const { act, listenerId: user, strength } = event;
    const atMs = event.timeless ? null : event.occurredAtMs;
    const lesson = lessonOf(act, strength);
    if (lesson?.listened) steps.push({ kind: 'listen', user, item: lesson.trackId, atMs, strength: lesson.weight });
    if (act.type === 'impression') {
      for (const { trackId, propensity } of act.rows) decisions.shown(user, trackId, { propensity, atMs });
    } else if (act.type === 'complete' || act.type === 'like') decisions.rewarded(user, act.trackId, act.type);
    else if (act.type === 'unlike') decisions.unliked(user, act.trackId);
    else if (act.type === 'skip' || act.type === 'dislike') decisions.turnedAway(user, act.trackId);
  });
  if (!steps.some(({ kind }) => kind === 'decision'))
    throw new EvaluationError(`${file} holds no impression of a row that was drawn by chance (0 < propensity < 1): nothing can be judged.`);
  const users = shuffledIds(
    steps.map(({ user }) => user),
    seed,
  );
  const items = shuffledIds(
    steps.map(({ item }) => item),
    seed + 1,
  );
  return {
    name: nameOf(file),
    userCount: users.count,
    itemCount: items.count,
    steps: steps.map((step, i) => ({ ...step, user: users.ids[i]!, item: items.ids[i]! })),
  };
}

/** The last decision about a track of a listener, until it is shown again. */
interface Open {
  readonly at: number;
  /** What made its reward 1. */
  by: 'complete' | 'like' | null;
  /** It was skipped: should it be drawn again, somebody decided anew. */
  isAnswered: boolean;
}

/** Adds decisions to the steps as rows are shown, and gives each its reward as it comes. */
function createDecisions(steps: LoggedStep<string>[]) {
  const open = new Map<string, Open>();
  const keyOf = (user: string, item: string) => `${user}/${item}`;
  const reward = ({ at }: Open, to: 0 | 1) => {
    const step = steps[at];
    if (step?.kind === 'decision') steps[at] = { ...step, reward: to };
  };
  return {
    shown(user: string, item: string, { propensity, atMs }: { readonly propensity: number; readonly atMs: number | null }): void {
      const key = keyOf(user, item);
      const known = open.get(key);
      const before = known && steps[known.at];
      // A page that is loaded again, or a second tab, shows what was drawn before: nothing was decided.
      if (before?.kind === 'decision' && before.propensity === propensity && known?.by === null && !known.isAnswered) return;
      // What comes of it now comes of this list, whether or not it was drawn for it.
      open.delete(key);
      if (propensity <= 0 || propensity >= 1) return;
      open.set(key, { at: steps.length, by: null, isAnswered: false });
      steps.push({ kind: 'decision', user, item, atMs, propensity, reward: 0 });
    },
    rewarded(user: string, item: string, by: 'complete' | 'like'): void {
      const known = open.get(keyOf(user, item));
      if (!known || known.by === 'complete') return;
      known.by = by;
      reward(known, 1);
    },
    /** A heart that is taken back never was; what was heard out stays so. */
    unliked(user: string, item: string): void {
      const known = open.get(keyOf(user, item));
      if (known?.by !== 'like') return;
      known.by = null;
      reward(known, 0);
    },
    turnedAway(user: string, item: string): void {
      const known = open.get(keyOf(user, item));
      if (known) known.isAnswered = true;
    },
  };
}
