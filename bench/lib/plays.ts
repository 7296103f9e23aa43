import { createReplay, freshState, readListenerFeatures, readTrackFeatures } from '@segue/core/model';
import type { Label } from '@segue/core/rankers';
import { contextOf, createScorer, rankerRowOf, trendingOf } from '@segue/core/ranking';
import { demoTracks, simulatedListens } from '@segue/demo';

export interface Play {
  /** As a ranker in shadow reads it, before the play was learnt. */
  readonly row: Float64Array;
  readonly label: Label;
}

const STARTED_MS = Date.UTC(2026, 0, 1);

/**
 * Plays of the demo's simulated listeners, each as a ranker in shadow would have read it: the log is replayed with the
 * learner's own functions, and a play is read before it is learnt. Heard out is a 1, skipped before half a 0.
 */
export function simulatedPlays({ tracks: count, listeners }: { readonly tracks: number; readonly listeners: number }): Play[] {
  const tracks = demoTracks({ seed: 1, tracks: count, addedAtMs: STARTED_MS });
  const replay = createReplay({ tracks, seed: 1 });
  const plays: Play[] = [];
  for (const event of simulatedListens({ tracks, listeners, seed: 1, endMs: STARTED_MS })) {
    const { act, listenerId, occurredAtMs } = event;
    const label = act.type === 'complete' ? 1 : act.type === 'skip' && act.heardFraction < 0.5 ? 0 : null;
    if (label !== null && (act.type === 'complete' || act.type === 'skip')) {
      const model = replay.view();
      const at = model.rowOf(act.trackId);
      const taste = replay.tasteOf(listenerId);
      const listener = taste?.state ?? freshState(null);
      const trending = trendingOf(model, occurredAtMs);
      const context = contextOf({ model, listener, fatigue: taste?.shown.counted ?? new Map(), wallMs: occurredAtMs, trending });
      if (at !== undefined) {
        const surroundings = {
          listener: readListenerFeatures(listener, occurredAtMs),
          track: readTrackFeatures(model.learntAt(at), occurredAtMs),
        };
        plays.push({ row: rankerRowOf(createScorer(context, Int32Array.of(at)).explain(at), surroundings), label });
      }
    }
    replay.learn(event);
  }
  return plays;
}
