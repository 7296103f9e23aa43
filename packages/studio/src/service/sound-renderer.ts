import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { SoundSpec } from '../composer/score.ts';
import { COMPOSER_VERSION } from '../composer/version.ts';
import { BLOCK_BYTES, BLOCK_SECONDS } from '../render/recording.ts';
import { FRAME_BYTES, framesOf, WAV_HEADER_BYTES, wavHeader, wavLength } from '../render/wav.ts';
import { openDiskCache } from './disk-cache.ts';
import { createRenderPool } from './render-pool.ts';
import { SoundError } from './sound-error.ts';

export interface SoundRendererOptions {
  /** Where finished blocks are kept; made if it is not there. */
  readonly cacheDir: string;
  /** Most bytes kept on disk. */
  readonly cacheBytes?: number;
  /** Threads that render. */
  readonly workers?: number;
  /** The render worker's entry: `render-worker.ts` from source, or what the bundler made of it. */
  readonly workerUrl?: URL;
  /** Blocks that may wait to be rendered at a time. */
  readonly maxQueue?: number;
  readonly blockTimeoutMs?: number;
  /**
   * Past the first two blocks of what is listened to, one that has to be made follows the one before it after so long at the
   * soonest: what is left after a moment was mostly made in vain, at the cost of the list that is being ordered just then. 0 makes
   * them as fast as they are read; what is fetched ahead as a whole is made so in any case.
   */
  readonly paceMs?: number;
}

export interface ByteRange {
  /** First byte. */
  readonly start: number;
  /** Last byte, included, as in an HTTP range. */
  readonly end: number;
}

/** Composed tracks as files: their length is known at once, any range of their bytes can be read, and never differs. */
export interface SoundRenderer {
  readonly contentType: 'audio/wav';
  /** Total bytes. */
  length(spec: SoundSpec): number;
  /** Strong validator: changes with the composer's version and with all that the sound is made from. */
  etag(spec: SoundSpec): string;
  /**
   * The bytes of a range, in order; the whole file if it is left out. Rendering goes no faster than reading; what is read
   * `ahead` waits until nobody waits for anything urgent.
   */
  read(spec: SoundSpec, range?: ByteRange, urgency?: 'urgent' | 'ahead'): AsyncGenerator<Buffer, void, undefined>;
  /** Resolves once nothing is being rendered or read ahead. */
  settled(): Promise<void>;
  /** Finishes what was begun, then stops the threads. */
  close(): Promise<void>;
}

interface UnderWay {
  readonly wanted: { urgency: 'urgent' | 'ahead' };
  readonly making: Promise<Block>;
}

interface Block {
  readonly pcm: Buffer;
  /** It was not kept, and had to be made. */
  readonly made: boolean;
}

/** A listener who has just pressed play, or sought, has so many blocks as soon as they are there. */
const AT_ONCE = 2;
/** Ten times as fast as it is heard. */
const PACE_MS = (BLOCK_SECONDS * 1_000) / 10;

/** Renders on threads of its own and keeps what it rendered on disk, up to a bound. */
export async function createSoundRenderer({
  cacheDir,
  cacheBytes = 2 * 2 ** 30,
  workers = 1,
  workerUrl = new URL('../render-worker.ts', import.meta.url),
  maxQueue = 64,
  blockTimeoutMs = 20_000,
  paceMs = PACE_MS,
}: SoundRendererOptions): Promise<SoundRenderer> {
  const cache = await openDiskCache(join(cacheDir, `v${COMPOSER_VERSION}`), cacheBytes);
  const pool = createRenderPool({ workers, workerUrl, maxQueue, timeoutMs: blockTimeoutMs });
  const underWay = new Map<string, UnderWay>();

  const blockOf = (spec: SoundSpec, index: number, urgency: 'urgent' | 'ahead'): Promise<Block> => {
    const name = nameOf(spec, index);
    const known = underWay.get(name);
    if (known) {
      // Somebody listens now to what was only read ahead: it must not wait behind the rest of that.
      if (urgency === 'urgent') known.wanted.urgency = 'urgent';
      return known.making;
    }
    const wanted = { urgency };
    const making = (async () => {
      const kept = await cache.read(name, blockBytes(spec, index));
      if (kept) return { pcm: kept, made: false };
      const pcm = Buffer.from(await pool.render(spec, index, wanted));
      await cache.write(name, pcm);
      return { pcm, made: true };
    })().finally(() => underWay.delete(name));
    underWay.set(name, { wanted, making });
    return making;
  };

  const settled = async (): Promise<void> => {
    while (underWay.size > 0) await Promise.allSettled([...underWay.values()].map(({ making }) => making));
  };

  return {
    contentType: 'audio/wav',
    length: (spec) => wavLength(spec.durationSeconds),
    etag: (spec) => `"s${COMPOSER_VERSION}-${keyOf(spec)}"`,
    async *read(spec, range, urgency = 'urgent') {
      const total = wavLength(spec.durationSeconds);
      const { start, end } = range ?? { start: 0, end: total - 1 };
      if (!Number.isInteger(start) || !Number.isInteger(end) || start < 0 || end >= total || start > end) {
        throw new SoundError('sound_range', `The bytes ${start} to ${end} are not within the ${total} of this track`);
      }
      if (start < WAV_HEADER_BYTES) yield wavHeader(spec.durationSeconds).subarray(start, end + 1);
      const from = Math.max(0, start - WAV_HEADER_BYTES);
      const to = end + 1 - WAV_HEADER_BYTES;
      const first = Math.floor(from / BLOCK_BYTES);
      const last = Math.floor((to - 1) / BLOCK_BYTES);
      let ahead: Promise<Block | null> = Promise.resolve(null);
      let givenMs = 0;
      for (let index = first; index <= last && to > 0; index++) {
        if (underWay.has(nameOf(spec, index))) ahead = blockOf(spec, index, urgency);
        const { pcm, made } = (await ahead) ?? (await blockOf(spec, index, urgency));
        // The next one is made while this one is on its way; if there is no room for it, it is asked for again.
        ahead = index < last ? blockOf(spec, index + 1, 'ahead').catch(() => null) : Promise.resolve(null);
        const tooSoonMs = givenMs + paceMs - performance.now();
        if (made && urgency === 'urgent' && index >= first + AT_ONCE && tooSoonMs > 0) await pause(tooSoonMs);
        givenMs = performance.now();
        const offset = index * BLOCK_BYTES;
        yield pcm.subarray(Math.max(0, from - offset), Math.min(pcm.length, to - offset));
      }
    },
    settled,
    async close() {
      await settled();
      await pool.close();
    },
  };
}

function blockBytes(spec: SoundSpec, index: number): number {
  return Math.min(BLOCK_BYTES, framesOf(spec.durationSeconds) * FRAME_BYTES - index * BLOCK_BYTES);
}

const nameOf = (spec: SoundSpec, block: number): string => `${keyOf(spec)}-${block}.pcm`;

/** Names the sound by all that it is made from, and by nothing else that a track may carry. */
function keyOf({ seed, artistId, genre, key, mode, tempo, energy, durationSeconds }: SoundSpec): string {
  return createHash('sha256')
    .update(JSON.stringify([seed, artistId, genre, key, mode, tempo, energy, durationSeconds]))
    .digest('hex')
    .slice(0, 20);
}
