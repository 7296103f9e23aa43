import type { ListenerFeature } from '../stream-feature.ts';

const HOUR_MS = 60 * 60_000;

/** By universal time: the log does not say where a listener is. `usual-hour` compares with their own habit. */
export const hourOfDay: ListenerFeature = {
  name: 'hour-of-day',
  entity: 'listener',
  window: { kind: 'moment' },
  type: 'hour',
  livesMs: null,
  title: 'Hour of the day, UTC',
  says: (value) => `${String(Math.floor(value)).padStart(2, '0')}:${String(Math.floor((value % 1) * 60)).padStart(2, '0')} UTC`,
  slots: 0,
  step() {},
  read: (_slots, _at, { nowMs }) => (nowMs / HOUR_MS) % 24,
};
