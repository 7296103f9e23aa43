import type { TrackCard } from '@segue/core/events';
import { remembered } from '../../storage/index.ts';
import type { KeptPlaying, PlayerState } from './player-state.ts';

/** How many tracks Previous still knows after a reload. */
const HISTORY_KEPT = 10;

export function keptOf(state: PlayerState): KeptPlaying | null {
  const { track, positionSeconds, heard, started, revisited, history } = state;
  return track && { track, positionSeconds, heard, started, revisited, history: history.slice(-HISTORY_KEPT) };
}

const isNumber = (raw: unknown): raw is number => typeof raw === 'number' && Number.isFinite(raw) && raw >= 0;

/** A card that an older version wrote may lack what this one draws. */
function isCard(raw: unknown): raw is TrackCard {
  if (typeof raw !== 'object' || raw === null) return false;
  const card = raw as Partial<Record<keyof TrackCard, unknown>>;
  const texts = [card.trackId, card.title, card.artistId, card.artist, card.genre, card.soundUrl, card.coverUrl];
  return texts.every((text) => typeof text === 'string') && isNumber(card.durationSeconds) && isNumber(card.energy);
}

const isRange = (raw: unknown): boolean => Array.isArray(raw) && raw.length === 2 && raw.every(isNumber);

export function isKeptPlaying(raw: unknown): raw is KeptPlaying {
  if (typeof raw !== 'object' || raw === null) return false;
  const kept = raw as Partial<Record<keyof KeptPlaying, unknown>>;
  return (
    isCard(kept.track) &&
    isNumber(kept.positionSeconds) &&
    Array.isArray(kept.heard) &&
    kept.heard.every(isRange) &&
    typeof kept.started === 'boolean' &&
    typeof kept.revisited === 'boolean' &&
    Array.isArray(kept.history) &&
    kept.history.every(isCard)
  );
}

/** What this browser played last. */
export const rememberedPlaying = remembered<KeptPlaying | null>(
  'segue-playing',
  null,
  (raw): raw is KeptPlaying | null => raw === null || isKeptPlaying(raw),
);
