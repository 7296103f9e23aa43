import type { Act, TrackId } from '@segue/core/events';

/**
 * What is said when a row is dropped in Yours next before another, or at its end (`before` is null). `yours` is what the
 * server has there, in its order: what an undone skip put back stands above it by this page alone.
 */
export function dropActs(yours: readonly TrackId[], trackId: TrackId, before: TrackId | null): readonly Act[] {
  const others = yours.filter((id) => id !== trackId);
  const to = before === null ? others.length : Math.max(0, others.indexOf(before));
  if (yours.includes(trackId)) return yours.indexOf(trackId) === to ? [] : [{ type: 'move', trackId, to }];
  if (to === 0) return [{ type: 'queue', trackId, at: 'top' }];
  const queued: Act = { type: 'queue', trackId, at: 'end' };
  return to === others.length ? [queued] : [queued, { type: 'move', trackId, to }];
}
