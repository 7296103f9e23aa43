import type { Signal } from './signal.ts';

const WEIGHT = 0.25;
const FADES_OVER_MS = 14 * 86_400_000;
/** Tracks that came with the catalogue's first hour are not new in it. */
const FOUNDING_MS = 60 * 60_000;

/** Tracks that joined the catalogue lately get a push, so that they are heard at all. */
export const newness: Signal = {
  name: 'newness',
  group: 'new',
  prepare: ({ model, nowMs }) => {
    const founded = model.firstAddedMs + FOUNDING_MS;
    return (row) => {
      const { addedAtMs } = model.trackAt(row);
      return addedAtMs > founded ? WEIGHT * Math.exp(-Math.max(0, nowMs - addedAtMs) / FADES_OVER_MS) : 0;
    };
  },
};
