import { LISTENER_FEATURES } from './listener-features.ts';
import type { Window } from './stream-feature.ts';
import { TRACK_FEATURES } from './track-features.ts';

/** A declared feature in words, for tables. */
export interface DescribedFeature {
  readonly name: string;
  readonly entity: string;
  readonly window: string;
  readonly type: string;
  readonly lives: string;
  readonly title: string;
}

/** Every declared feature, listeners' first. */
export function describedFeatures(): DescribedFeature[] {
  return [...LISTENER_FEATURES.features, ...TRACK_FEATURES.features].map(({ name, entity, window, type, livesMs, title }) => ({
    name,
    entity,
    window: windowInWords(window),
    type,
    lives: livesMs === null ? 'kept' : durationInWords(livesMs),
    title,
  }));
}

export function windowInWords(window: Window): string {
  switch (window.kind) {
    case 'time':
      return durationInWords(window.ms);
    case 'tracks':
      return `${window.count} tracks`;
    case 'session':
      return 'session';
    case 'moment':
      return 'moment';
  }
}

function durationInWords(ms: number): string {
  const minutes = ms / 60_000;
  if (minutes < 60) return `${minutes} min`;
  return minutes < 24 * 60 ? `${minutes / 60} h` : `${minutes / (24 * 60)} d`;
}
