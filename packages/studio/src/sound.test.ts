import { describe, expect, it } from 'vitest';
import {
  clicksIn,
  integratedLoudness,
  longestSilence,
  SAMPLE_RATE,
  type Sound,
  soundOf,
  tempoAgrees,
  truePeakDb,
  unchangedReturns,
} from './analysis/index.ts';
import { spectraOf } from './analysis/spectra.ts';
import { tempoOf } from './analysis/tempo.ts';
import { compose, demoCatalogue, record } from './index.ts';

const tracks = demoCatalogue({ seed: 11, tracks: 200 }).tracks;

describe('a composed track', () => {
  it.each(['techno', 'nocturne'])('in %s is near -16 LUFS, below -1 dBTP, without gaps or clicks', (genre) => {
    const track = { ...tracks.find((one) => one.genre === genre)!, durationSeconds: 32 };
    const recording = record(track);
    const sound = soundOf(Buffer.concat(Array.from({ length: recording.blocks }, (_, i) => recording.block(i))), SAMPLE_RATE);
    expect(Math.abs(integratedLoudness(sound.left, sound.right, SAMPLE_RATE) + 16)).toBeLessThan(1.5);
    expect(truePeakDb(sound)).toBeLessThanOrEqual(-1);
    expect(longestSilence(sound)).toBeLessThan(1.5);
    expect(clicksIn(sound)).toEqual([]);
  });

  it('never brings eight bars back unchanged', () => {
    for (const track of tracks.filter((_, i) => i % 4 === 0)) expect(unchangedReturns(compose(track))).toEqual([]);
  });
});

describe('the instruments that measure it', () => {
  const seconds = 6;
  const sine = (hz: number, level: number): Sound => {
    const left = Float32Array.from({ length: seconds * SAMPLE_RATE }, (_, i) => level * Math.sin((2 * Math.PI * hz * i) / SAMPLE_RATE));
    return { left, right: left, sampleRate: SAMPLE_RATE };
  };

  it('read 0 LUFS off a full 997 Hz sine on both sides and -3.01 off one side, as BS.1770-4 says', () => {
    const { left } = sine(997, 1);
    expect(integratedLoudness(left, left, SAMPLE_RATE)).toBeCloseTo(0, 1);
    expect(integratedLoudness(left, new Float32Array(left.length), SAMPLE_RATE)).toBeCloseTo(-3.01, 1);
  });

  it('see a peak that lies between the samples', () => {
    // A quarter of the rate, half way between its own samples: they read 0.707 of what the wave reaches.
    const left = Float32Array.from({ length: SAMPLE_RATE }, (_, i) => Math.sin(Math.PI * (i / 2 + 0.25)));
    expect(truePeakDb({ left, right: left, sampleRate: SAMPLE_RATE })).toBeCloseTo(0, 1);
  });

  it('find a jump in a tone and none in a square wave', () => {
    const sound = sine(220, 0.3);
    sound.left.set(sound.left.subarray(20_037), 20_000);
    expect(clicksIn(sound).length).toBeGreaterThan(0);
    const square = Float32Array.from({ length: SAMPLE_RATE }, (_, i) => (i % 200 < 100 ? 0.2 : -0.2));
    expect(clicksIn({ left: square, right: square, sampleRate: SAMPLE_RATE })).toEqual([]);
  });

  it('measure a silence', () => {
    const sound = sine(440, 0.3);
    sound.left.fill(0, SAMPLE_RATE, SAMPLE_RATE * 3);
    expect(longestSilence(sound)).toBeCloseTo(2, 1);
  });

  it('hear 97 beats a minute in a row of clicks, and know an octave from a fifth', () => {
    const left = new Float32Array(SAMPLE_RATE * 30);
    for (let beat = 0; beat * (60 / 97) < 30; beat++) {
      const at = Math.round(beat * (60 / 97) * SAMPLE_RATE);
      for (let i = 0; i < 600 && at + i < left.length; i++) left[at + i] = Math.sin(i * (beat % 4 === 0 ? 0.2 : 0.3)) * (1 - i / 600);
    }
    expect(tempoAgrees(tempoOf(spectraOf({ left, right: left, sampleRate: SAMPLE_RATE })), 97)).toBe(true);
    expect(tempoAgrees(194, 97)).toBe(true);
    expect(tempoAgrees(145.5, 97)).toBe(false);
  });

  it('see eight bars that come back', () => {
    const score = compose(tracks[0]!);
    const bar = score.notes.filter(({ at }) => at > score.barSeconds * 8.1 && at < score.barSeconds * 8.9);
    const notes = Array.from({ length: score.bars }, (_, i) =>
      bar.map((note) => ({ ...note, at: note.at + (i - 8) * score.barSeconds })),
    ).flat();
    expect(unchangedReturns({ ...score, notes }).length).toBeGreaterThan(0);
  });
});
