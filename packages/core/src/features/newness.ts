import type { Signal } from './signal.ts';

const WEIGHT = 0.25;
const FADES_OVER_MS = 14 * 86_400_000;
/** Tracks that came with the catalogue's first hour are not new in it. */
const FOUNDING_MS = 60 * 60_000;

/** Tracks that joined the catalogue lately get a push, so that they are heard at all. */
export const newness: Signal = {
  name: 'newness',
  group: 'new',
  score: ({ model, nowMs }, rows, out) => {
    const founded = model.firstAddedMs + FOUNDING_MS;
    const { addedAtMs } = model.columns;
    for (let i = 0; i < rows.length; i++) {
      const added = addedAtMs[rows[i]!]!;
      if (added > founded) out[i] = WEIGHT * Math.exp(-Math.max(0, nowMs - added) / FADES_OVER_MS);
    }
  },
};
