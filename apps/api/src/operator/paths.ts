import type { GesturePath, Origin, Painted } from '@segue/core/events';
import type { ServerTimes } from '../live/listener-view.ts';

const KEPT = 128;
const KEPT_MS = 5 * 60_000;
/** Told of each origin: whoever sums up picks the one that is nearest to the middle of all instances. */
const TOLD = 3;
/** A path whose clocks contradict each other by more than this is no path. */
const WRONG_MS = 1;

export type Path = GesturePath & { readonly origin: Origin };

/** The last gestures that a page painted, each step after step. Bounded, and nobody's in particular. */
export function createPaths({ nowMs }: { readonly nowMs: () => number }) {
  let kept: Path[] = [];
  return {
    note(gesture: { readonly origin: Origin; readonly painted: Painted; readonly times: ServerTimes }): void {
      const path = pathOf(gesture, nowMs());
      if (path) kept = [...kept.filter(({ atMs }) => atMs > nowMs() - KEPT_MS), path].slice(-KEPT);
    },
    /** Of each origin those nearest to the middle of its own. */
    now(): Path[] {
      const origins = new Set(kept.map(({ origin }) => origin));
      return [...origins].flatMap((origin) => {
        const of = kept.filter((path) => path.origin === origin && path.atMs > nowMs() - KEPT_MS);
        const sorted = of.sort((a, b) => a.totalMs - b.totalMs);
        const from = Math.max(0, Math.ceil(sorted.length / 2) - Math.ceil(TOLD / 2));
        return sorted.slice(from, from + TOLD);
      });
    },
  };
}

/**
 * The steps of one gesture, ms, from the input to the frame; they add up to what the browser measured. The ways there and
 * back are one estimate, halved; what is left before the gesture was sent is the page's. Null where clocks disagree.
 */
function pathOf({ origin, painted, times }: Parameters<ReturnType<typeof createPaths>['note']>[0], atMs: number): Path | null {
  const { receivedAtMs, takenAtMs, learntAtMs, noticedAtMs, rankedAtMs } = times;
  // The worker may take a gesture before the api hears that the log has it.
  const appendedAtMs = Math.min(times.appendedAtMs, takenAtMs);
  const way = painted.clientToApiMs;
  const page = painted.gestureToPaintMs - painted.paintMs - 2 * way - (rankedAtMs - receivedAtMs);
  const steps = [
    ['page', page],
    ['client_to_api', way],
    ['append', appendedAtMs - receivedAtMs],
    ['wait', takenAtMs - appendedAtMs],
    ['learn', learntAtMs - takenAtMs],
    // The notice is written with the taste: when the store had it only who was told knows.
    ['store_and_notice', noticedAtMs - learntAtMs],
    ['rank', rankedAtMs - noticedAtMs],
    ['push', way],
    ['paint', painted.paintMs],
  ] as const;
  if (steps.some(([, ms]) => !(ms > -WRONG_MS))) return null;
  return {
    origin,
    atMs,
    totalMs: painted.gestureToPaintMs,
    steps: steps.map(([step, ms]) => ({ step, ms: Math.max(0, ms), estimate: step === 'client_to_api' || step === 'push' })),
  };
}
