import { asListenerId, asOutboxId, type ListenEvent } from '@segue/core/events';
import { hashOf, mix, type Track } from '@segue/core/model';

const LISTENS_EACH = 40;
const DAY_MS = 86_400_000;

/**
 * Listens of made-up listeners, so that co-listening and popularity have something to say on a first start. Each has two
 * or three genres that they like and finishes those, and skips the rest. Origin `simulated`, wherever they are counted.
 */
export function* simulatedListens({
  tracks,
  listeners,
  seed,
  endMs,
}: {
  readonly tracks: readonly Track[];
  readonly listeners: number;
  readonly seed: number;
  readonly endMs: number;
}): Generator<ListenEvent> {
  const byGenre = new Map<string, Track[]>();
  for (const track of tracks) {
    const of = byGenre.get(track.genres[0] ?? '') ?? [];
    of.push(track);
    byGenre.set(track.genres[0] ?? '', of);
  }
  const genres = [...byGenre.keys()].sort();
  if (genres.length === 0) return;
  for (let round = 0; round < LISTENS_EACH; round++) {
    for (let listener = 0; listener < listeners; listener++) {
      const draw = (what: string) => hashOf(`${listener}/${round}/${what}`, seed);
      const taste = (n: number) => genres[hashOf(`${listener}/genre${n}`, seed) % genres.length] ?? '';
      const liked = draw('loyal') % 10 < 8;
      const genre = liked ? taste(draw('which') % 3) : (genres[draw('any') % genres.length] ?? '');
      const of = byGenre.get(genre) ?? [];
      // Squaring the draw makes some tracks hits: popularity that is flat would say nothing.
      const share = (draw('track') / 0x1_0000_0000) ** 2;
      const track = of[Math.min(of.length - 1, Math.floor(share * of.length))];
      if (!track) continue;
      const finished = liked ? draw('end') % 10 < 9 : draw('end') % 10 < 2;
      const atMs = endMs - (LISTENS_EACH - round) * (DAY_MS / 8) + (mix(listener) % 60_000);
      yield {
        v: 1,
        listenerId: asListenerId(`simulated-${listener}`),
        outbox: asOutboxId(`simulated-${seed}`),
        number: round + 1,
        origin: 'simulated',
        receivedAtMs: atMs,
        occurredAtMs: atMs,
        act: finished
          ? { type: 'complete', trackId: track.id, heardFraction: 1 }
          : { type: 'skip', trackId: track.id, heardFraction: (draw('heard') % 40) / 100 },
      };
    }
  }
}

/** Events that `simulatedListens` yields. */
export const simulatedTotal = (listeners: number): number => listeners * LISTENS_EACH;
