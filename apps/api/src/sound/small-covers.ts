import type { Track } from '@segue/core/model';
import { within } from '@segue/core/within';
import type { Cover, SoundSource } from './sound-source.ts';

/** Sides that are asked for, px: rows at one and two pixels a point, a first visit's three, and a lock screen. */
export const COVER_SIDES = ['48', '96', '192', '512'] as const;
export type CoverSide = (typeof COVER_SIDES)[number];

/** Past so many that wait, a cover is served whole. */
const MOST_WAITING = 200;
/** A picture that takes longer is served as it is. */
const TIMEOUT_SECONDS = 5;
/** Of a library that does not answer at all nobody waits longer: a page is not there before its pictures are. */
const ANSWERED_WITHIN_MS = 8_000;
/** A row's is 2 KB: what all listeners of the moment have on their screens. */
const MOST_KEPT = 1_000;
const QUALITY = 82;
/** 0 to 6: more takes longer and saves next to nothing of so small a picture. */
const EFFORT = 2;

export interface SmallCovers {
  cover(track: Track, side: CoverSide): Promise<Cover>;
  /** Resolves once nothing is drawn: a process that ends before waits for that thread and can no longer be told anything. */
  close(): Promise<void>;
}

/**
 * Covers in the size that they are drawn at. A composed cover is an SVG, which a browser lays out as a document of its own
 * for each row, on the page's own thread; a file's may be a photograph of some MB. Where a picture cannot be read, or the
 * machine has no library for it, it is served as it is.
 */
export function createSmallCovers(
  sound: SoundSource,
  { draw = drawn, withinMs = ANSWERED_WITHIN_MS }: { readonly draw?: typeof drawn; readonly withinMs?: number } = {},
): SmallCovers {
  /** Null where the whole is served: what was not made small is not kept, for nobody knows how large it is. */
  const kept = new Map<string, Promise<Cover | null>>();
  // One after the other: the threads that draw are also those that write to the log.
  let before: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  /** While one does not come it has a thread, and no other is given one. */
  let isStuck = false;
  let drawing: Promise<unknown> = Promise.resolve();

  async function small(track: Track, side: CoverSide, key: string): Promise<Cover | null> {
    const whole = await sound.cover(track);
    if (!isStuck) {
      const drawn = draw(whole, Number(side));
      drawing = drawn;
      try {
        return await within(withinMs, drawn);
      } catch {
        isStuck = true;
        void drawn.finally(() => {
          isStuck = false;
        });
      }
    }
    kept.delete(key);
    return null;
  }

  return {
    async cover(track, side) {
      const key = `${track.id}/${sound.version(track)}/${side}`;
      const known = kept.get(key);
      if (known) return (await known) ?? sound.cover(track);
      if (waiting >= MOST_WAITING) return sound.cover(track);
      waiting++;
      const made = before.then(() => small(track, side, key));
      before = made.catch(() => {}).finally(() => waiting--);
      const [oldest] = kept.keys();
      if (kept.size >= MOST_KEPT && oldest !== undefined) kept.delete(oldest);
      kept.set(key, made);
      made.catch(() => kept.delete(key));
      return (await made) ?? sound.cover(track);
    },
    async close() {
      await before;
      await drawing;
    },
  };
}

/** Null where it cannot be. */
async function drawn({ bytes }: Cover, side: number): Promise<Cover | null> {
  try {
    // Not before it is needed: it takes 15 MB.
    const { default: sharp } = await import('sharp');
    sharp.cache(false);
    sharp.concurrency(1);
    const small = await sharp(bytes)
      .autoOrient()
      .resize(side, side, { fit: 'cover' })
      .webp({ quality: QUALITY, effort: EFFORT })
      .timeout({ seconds: TIMEOUT_SECONDS })
      .toBuffer();
    return { bytes: small, contentType: 'image/webp' };
  } catch {
    return null;
  }
}
