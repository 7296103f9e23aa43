import type { ScorePart } from '../composer/score.ts';
import { createRandom, hash32 } from '../hash.ts';
import { instrumentNamed } from '../synth/band.ts';
import type { Grain } from '../synth/instrument.ts';

/** Grains of a note are made for one of these lengths in seconds, so that few are made for many lengths. */
const LENGTHS = [0.1, 0.15, 0.22, 0.3, 0.45, 0.6, 0.85, 1.2, 1.7, 2.4, 3.4, 4.8, 6.8, 9.6];
/** Softly, firmly, hard: three colours of each note. */
const FORCES = [0.3, 0.6, 0.9];
/** Drums that sound the same twice sound like a machine. */
const TAKES = 3;

export interface GrainShelf {
  /** The sound of this note, made at its first use. */
  grainFor(part: ScorePart, pitch: number, velocity: number, seconds: number, take: number): Grain;
}

/**
 * Keeps grains that were made, up to a bound, oldest use first out. Each is a pure function of its name, so one that
 * was dropped and made again is the same.
 */
export function createGrainShelf(maxBytes: number): GrainShelf {
  const shelf = new Map<string, Grain>();
  let bytes = 0;
  return {
    grainFor(part, pitch, velocity, seconds, take) {
      const instrument = instrumentNamed(part.instrument);
      const layer = velocity < 0.45 ? 0 : velocity < 0.75 ? 1 : 2;
      const wanted = instrument.unpitched
        ? instrument.maxSeconds
        : Math.min(instrument.maxSeconds, LENGTHS.find((length) => length >= seconds) ?? instrument.maxSeconds);
      const variant = instrument.unpitched ? take % TAKES : pitch;
      const { bright, decay, detune, color } = part.timbre;
      const key = `${part.instrument}|${bright}|${decay}|${detune}|${color}|${variant}|${layer}|${wanted}`;
      const known = shelf.get(key);
      if (known) {
        shelf.delete(key);
        shelf.set(key, known);
        return known;
      }
      const grain = instrument.render({
        hz: 440 * 2 ** ((pitch - 69) / 12),
        pitch,
        force: FORCES[layer]!,
        timbre: part.timbre,
        seconds: wanted + (instrument.unpitched ? 0 : instrument.release),
        random: createRandom(hash32(key)),
      });
      shelf.set(key, grain);
      bytes += sizeOf(grain);
      for (const [oldest, dropped] of shelf) {
        if (bytes <= maxBytes || oldest === key) break;
        shelf.delete(oldest);
        bytes -= sizeOf(dropped);
      }
      return grain;
    },
  };
}

function sizeOf({ left, right }: Grain): number {
  return left.byteLength + (right?.byteLength ?? 0);
}
