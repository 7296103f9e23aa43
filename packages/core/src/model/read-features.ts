import { LISTENER_FEATURES, TRACK_FEATURES } from '../stream/index.ts';
import type { ListenerState } from './listener-state.ts';
import type { Learnt } from './model-view.ts';

/** Listener and session, in the order of `readListenerFeatures`. */
export const LISTENER_FEATURE_NAMES: readonly string[] = LISTENER_FEATURES.names;
/** In the order of `readTrackFeatures`. */
export const TRACK_FEATURE_NAMES: readonly string[] = TRACK_FEATURES.names;

/** Every declared feature of a listener and their session, as it stands at `nowMs`. @param out written where it is given */
export function readListenerFeatures(
  { windows, genres }: Pick<ListenerState, 'windows' | 'genres'>,
  nowMs: number,
  out?: Float64Array,
): Float64Array {
  const { lastMs, sessionStartMs, features } = windows;
  return LISTENER_FEATURES.read(features, { nowMs, lastMs, sessionStartMs, genres }, out);
}

/** Every declared feature of a track, as it stands at `nowMs`. @param learnt `model.learntAt(row)`, or a track's state */
export function readTrackFeatures({ features }: Pick<Learnt, 'features'>, nowMs: number, out?: Float64Array): Float64Array {
  return TRACK_FEATURES.read(features, { nowMs }, out);
}
