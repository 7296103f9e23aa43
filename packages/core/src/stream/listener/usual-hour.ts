import type { ListenerFeature } from '../stream-feature.ts';

const WINDOW = 200;
const DAY_MS = 24 * 60 * 60_000;

const angleAt = (ms: number): number => ((ms % DAY_MS) / DAY_MS) * 2 * Math.PI;

/** Near 1 at the hour at which this listener always listens, near -1 twelve hours off, near 0 for who has no habit. */
export const usualHour: ListenerFeature = {
  name: 'usual-hour',
  entity: 'listener',
  window: { kind: 'tracks', count: WINDOW },
  type: 'number',
  livesMs: null,
  title: 'How usual this hour is for the listener, -1 to 1',
  says: (value) =>
    value > 0.5 ? 'about the usual hour' : value < -0.5 ? 'far from the usual hour' : 'no habit that says much of this hour',
  // The mean of the hours as points on a circle, and how many they are.
  slots: 3,
  step(slots, at, { heardFraction, atMs }) {
    if (heardFraction === null) return;
    const count = Math.min(WINDOW, slots[at + 2]! + 1);
    const angle = angleAt(atMs);
    slots[at]! += (Math.cos(angle) - slots[at]!) / count;
    slots[at + 1]! += (Math.sin(angle) - slots[at + 1]!) / count;
    slots[at + 2] = count;
  },
  read(slots, at, { nowMs }) {
    const angle = angleAt(nowMs);
    return slots[at]! * Math.cos(angle) + slots[at + 1]! * Math.sin(angle);
  },
};
