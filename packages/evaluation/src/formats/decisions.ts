import type { ListenEvent } from '@segue/core/events';
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
  /** Where the last decision about a track stands that nothing has come of yet. */
  const open = new Map<string, number>();
  await parseListenEvents(file, (event) => {
    const { act, listenerId: user, strength } = event;
    const atMs = event.timeless ? null : event.occurredAtMs;
    const lesson = lessonOf(act, strength);
    if (lesson?.listened) steps.push({ kind: 'listen', user, item: lesson.trackId, atMs, strength: lesson.weight });
    if (act.type === 'impression') {
      for (const { trackId: item, propensity } of act.rows) {
        if (propensity <= 0 || propensity >= 1) continue;
        open.set(`${user}/${item}`, steps.length);
        steps.push({ kind: 'decision', user, item, atMs, propensity, reward: 0 });
      }
    }
    const heardOut = heardOutOf(event);
    if (heardOut === null) return;
    const key = `${user}/${heardOut}`;
    const at = open.get(key);
    const step = at === undefined ? undefined : steps[at];
    if (at === undefined || step?.kind !== 'decision') return;
    steps[at] = { ...step, reward: 1 };
    open.delete(key);
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

const heardOutOf = ({ act }: ListenEvent): string | null => (act.type === 'complete' || act.type === 'like' ? act.trackId : null);
