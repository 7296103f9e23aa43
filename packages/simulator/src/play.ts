import { type Act, AGE_BANDS, asListenerId, asOutboxId, type ListenEvent, type ListenerId } from '@segue/core/events';
import { fractionOf, type Profile, type Track } from '@segue/core/model';
import type { Heard } from './taste.ts';

export const heardOf = (track: Track): Heard => ({
  id: track.id,
  artistId: track.artistId,
  genre: track.genres[0] ?? '',
  energy: track.energy,
});

export const listenerIdOf = (name: string): ListenerId => asListenerId(name);

/**
 * What comes of a track that somebody plays who hears it out with this chance. Who goes on goes on early: half of the
 * skips fall into the first fifth. @param draw the same one, the same outcome.
 */
export function outcomeOf(
  track: Heard,
  chance: number,
  { draw, seed }: { readonly draw: string; readonly seed: number },
): Extract<Act, { readonly heardFraction: number }> {
  if (fractionOf(`${draw}/out`, seed) < chance) return { type: 'complete', trackId: track.id, heardFraction: 1 };
  return { type: 'skip', trackId: track.id, heardFraction: 0.85 * fractionOf(`${draw}/heard`, seed) ** 2 };
}

/** An event of a made-up listener, as the log would hold it. */
export function simulatedEvent(listenerId: ListenerId, number: number, atMs: number, act: Act): ListenEvent {
  return {
    v: 1,
    listenerId,
    outbox: asOutboxId(`of-${listenerId}`),
    number,
    origin: 'simulated',
    receivedAtMs: atMs,
    occurredAtMs: atMs,
    act,
  };
}

/** What somebody tells of themselves: country and age band, no genres. */
export function profileActOf({ country, ageBand }: Pick<Profile, 'country' | 'ageBand'>): Act {
  const band = AGE_BANDS.find((one) => one === ageBand);
  return { type: 'profile', ...(country ? { country } : {}), ...(band ? { ageBand: band } : {}) };
}
