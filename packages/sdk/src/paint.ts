import type { EventId, Painted, Revision, Slate } from '@segue/core/events';
import type { ClockOffset } from './clock.ts';

/** What the page measured; the rest of the report the SDK knows. */
export interface PaintMeasure {
  /** The gesture that caused the slate (`slate.heard.event`). */
  readonly event: EventId;
  readonly revision: Revision;
  /** From the input's `event.timeStamp` to the first frame with the new order, ms. */
  readonly gestureToPaintMs: number;
  /** That frame on this machine's clock, ms since 1970; now if left out. */
  readonly paintedAtMs?: number;
  /** The page held the list, or was hidden. */
  readonly delayed?: boolean;
}

const MOST_KEPT = 256;

/** Keeps when gestures were sent and slates came, long enough to report how long each step took. */
export class PaintTimes {
  readonly #sent = new Map<string, { readonly sentMs: number; readonly delayed: boolean }>();
  readonly #arrived = new Map<string, { readonly arrivedMs: number; readonly slate: Slate }>();
  /** Painted before the answer to their gesture came: a quick slate overtakes it, and the quickest would go unmeasured. */
  readonly #early = new Map<string, PaintMeasure & { readonly paintedAtMs: number }>();

  /** The log has it. Returns what was painted of it by then, to be reported now. */
  sent(event: EventId, sentMs: number, delayed: boolean): PaintMeasure | null {
    keep(this.#sent, event, { sentMs, delayed });
    const early = this.#early.get(event) ?? null;
    this.#early.delete(event);
    return early;
  }

  arrived(slate: Slate, arrivedMs: number): void {
    keep(this.#arrived, revisionText(slate.revision), { arrivedMs, slate });
  }

  /** Null if the slate was not pushed to this tab, or if its gesture has no answer yet: then `sent` gives it back, if it comes. */
  report(measure: PaintMeasure, event: EventId, clock: ClockOffset, nowMs: number): Painted | null {
    const arrival = this.#arrived.get(revisionText(measure.revision));
    const sending = this.#sent.get(event);
    const timings = arrival?.slate.timings;
    if (!arrival || !timings || !Number.isFinite(clock.errorMs)) return null;
    const paintedAtMs = measure.paintedAtMs ?? nowMs;
    if (!sending) {
      keep(this.#early, event, { ...measure, paintedAtMs });
      return null;
    }
    return {
      event,
      revision: measure.revision,
      gestureToPaintMs: clamp(measure.gestureToPaintMs, 0, 3_600_000),
      paintMs: clamp(paintedAtMs - arrival.arrivedMs, 0, 3_600_000),
      pushMs: clamp(arrival.arrivedMs + clock.offsetMs - timings.rankedAtMs, -60_000, 3_600_000),
      // Half of the way there and back: each end by its own clock, so that no clock that is wrong or was set tells in it.
      clientToApiMs: clamp((arrival.arrivedMs - sending.sentMs - (timings.rankedAtMs - timings.receivedAtMs)) / 2, 0, 3_600_000),
      clockErrorMs: clamp(clock.errorMs, 0, 60_000),
      delayed: sending.delayed || measure.delayed === true,
    };
  }
}

function keep<V>(map: Map<string, V>, key: string, value: V): void {
  map.set(key, value);
  if (map.size <= MOST_KEPT) return;
  for (const oldest of map.keys()) {
    map.delete(oldest);
    return;
  }
}

const revisionText = ({ epoch, taste, view }: Revision): string => `${epoch}.${taste}.${view}`;
const clamp = (value: number, least: number, most: number): number => Math.min(most, Math.max(least, value));
