import { eventIdOf } from '@segue/core/events';
import type { Projected } from '@segue/core/ports';
import { isKept, subjectOf } from '../projected-acts.ts';

export type SubjectKind = 'track' | 'artist' | 'event';

/** A row of history to be, `n` being its place in the order of the log. */
export interface PlannedAct {
  readonly n: number;
  readonly listener: string;
  readonly event: string;
  readonly type: string;
  readonly kind: SubjectKind;
  readonly subject: string;
  readonly heard: number | null;
  readonly at: number;
  readonly received: number;
}

export interface ProjectionPlan {
  /** The newest erasing of each listener. */
  readonly erased: readonly Projected[];
  /** In the order of the log. */
  readonly acts: readonly PlannedAct[];
}

/**
 * What a batch of events comes to, so that a few statements over sets do what its events do one by one. Takes them in the
 * order of the log. An erasing takes back what the batch held of the listener before it.
 */
export function planProjection(events: readonly Projected[]): ProjectionPlan {
  const erased = new Map<string, Projected>();
  const own = new Map<string, PlannedAct[]>();
  for (const [n, projected] of events.entries()) {
    const { event } = projected;
    const listener: string = event.listenerId;
    const subject = subjectOf(event.act);
    if (event.act.type === 'erase') {
      erased.set(listener, projected);
      own.delete(listener);
    } else if (subject && isKept(event)) {
      const acts = own.get(listener) ?? [];
      own.set(listener, acts);
      acts.push({
        n,
        listener,
        event: eventIdOf(event),
        type: subject.type,
        kind: subject.kind,
        subject: subject.id,
        heard: 'heardFraction' in event.act ? event.act.heardFraction : null,
        at: event.occurredAtMs,
        received: event.receivedAtMs,
      });
    }
  }
  return { erased: [...erased.values()], acts: [...own.values()].flat() };
}
