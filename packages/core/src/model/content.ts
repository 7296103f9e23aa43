import { hashOf, mix } from './hash.ts';
import type { Track } from './track.ts';
import { DIMENSIONS, normOf, type Vector, zeroVector } from './vector.ts';

/** How long a fresh track's vector is: near what trained ones have, so that it competes from its first day. */
const START_LENGTH = 0.35;

const directions = new Map<string, Vector>();
const MAX_DIRECTIONS = 50_000;

/**
 * A place for a track that nobody heard yet: the sum of fixed random directions of its artist and genres, and of its
 * tempo and energy (random projection, as in Johnson and Lindenstrauss 1984): tracks alike in content start near.
 */
export function contentVectorOf(track: Track): Vector {
  const out = zeroVector();
  track.genres.slice(0, 4).forEach((genre, i) => {
    addDirection(out, `genre ${genre}`, 1 / (i + 1));
  });
  addDirection(out, `artist ${track.artistId}`, 0.6);
  addDirection(out, 'energy', (track.energy - 0.5) * 1.2);
  addDirection(out, 'tempo', Math.max(-1, Math.min(1, (track.tempoBpm - 110) / 60)) * 0.4);
  const length = normOf(out);
  if (length > 0) for (let i = 0; i < DIMENSIONS; i++) out[i] = (out[i]! / length) * START_LENGTH;
  return out;
}

function addDirection(into: Vector, name: string, weight: number): void {
  let direction = directions.get(name);
  if (!direction) {
    direction = directionOf(name);
    if (directions.size < MAX_DIRECTIONS) directions.set(name, direction);
  }
  for (let i = 0; i < DIMENSIONS; i++) into[i] = into[i]! + weight * direction[i]!;
}

function directionOf(name: string): Vector {
  const out = zeroVector();
  const start = hashOf(name);
  // The sum of three uniform numbers is close enough to a normal one for a random direction.
  for (let i = 0; i < DIMENSIONS; i++) {
    let sum = 0;
    for (let k = 0; k < 3; k++) sum += mix(start + i * 3 + k) / 0x1_0000_0000 - 0.5;
    out[i] = sum;
  }
  const length = normOf(out) || 1;
  for (let i = 0; i < DIMENSIONS; i++) out[i] = out[i]! / length;
  return out;
}
