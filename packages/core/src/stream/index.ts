export type { DescribedFeature } from './describe.ts';
export { describedFeatures, windowInWords } from './describe.ts';
export type { Layout } from './feature-table.ts';
export { FeatureTable, hashOfName } from './feature-table.ts';
export { LISTENER_FEATURES } from './listener-features.ts';
export { SESSION_GAP_MS } from './session-gap.ts';
export type {
  FeatureType,
  ListenerFeature,
  ListenerHappening,
  ListenerMoment,
  TrackFeature,
  TrackHappening,
  Window,
} from './stream-feature.ts';
export { TRACK_FEATURES } from './track-features.ts';
