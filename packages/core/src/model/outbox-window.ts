import type { OutboxId } from '../events/index.ts';

/** How far below the highest number a resending is still told from a first sending. */
export const WINDOW = 128;
/** Outboxes (browsers) remembered of one listener; the least recently used goes. */
export const MAX_OUTBOXES = 8;

/** The numbers seen from one outbox: the highest, and one bit for each of the 128 below it (bit 0: highest - 1). */
export interface OutboxWindow {
  readonly outbox: OutboxId;
  readonly highest: number;
  readonly bits: bigint;
}

const MASK = (1n << BigInt(WINDOW)) - 1n;

export type Seen = 'new' | 'duplicate' | 'too-old';

/** Notes a number; the list is kept with the most recently used last. Never changes its argument. */
export function note(
  windows: readonly OutboxWindow[],
  outbox: OutboxId,
  number: number,
): { readonly seen: Seen; readonly windows: readonly OutboxWindow[] } {
  const known = windows.find((window) => window.outbox === outbox);
  if (!known) {
    const kept = windows.length >= MAX_OUTBOXES ? windows.slice(windows.length - MAX_OUTBOXES + 1) : windows;
    return {
      seen: 'new',
      windows: [...kept, { outbox, highest: number, bits: 0n }],
    };
  }
  const below = known.highest - number;
  if (below === 0) return { seen: 'duplicate', windows };
  if (below > WINDOW) return { seen: 'too-old', windows };
  if (below > 0) {
    const bit = 1n << BigInt(below - 1);
    if (known.bits & bit) return { seen: 'duplicate', windows };
    return {
      seen: 'new',
      windows: replaced(windows, { ...known, bits: known.bits | bit }),
    };
  }
  const up = -below;
  // The old highest becomes a bit below the new one.
  const bits = up > WINDOW ? 0n : ((known.bits << BigInt(up)) | (1n << BigInt(up - 1))) & MASK;
  return {
    seen: 'new',
    windows: replaced(windows, { outbox, highest: number, bits }),
  };
}

function replaced(windows: readonly OutboxWindow[], window: OutboxWindow): readonly OutboxWindow[] {
  return [...windows.filter((other) => other.outbox !== window.outbox), window];
}
