import type { Sound } from './sound.ts';
import { onsetsOf, type Spectra } from './spectra.ts';
import { tempoOf } from './tempo.ts';

const CEPSTRA = 14;

/** Numbers that say how a track sounds, none of which knows the score. */
export function featuresOf(sound: Sound, spectra: Spectra): number[] {
  const { log, bands, frames, hopSeconds } = spectra;
  const every = 4;
  const count = Math.floor(frames / every);
  const cepstra = Array.from({ length: CEPSTRA }, () => new Float32Array(count));
  for (let f = 0; f < count; f++) {
    for (let c = 0; c < CEPSTRA; c++) {
      let sum = 0;
      for (let b = 0; b < bands; b++) sum += log[f * every * bands + b]! * Math.cos((Math.PI * c * (b + 0.5)) / bands);
      cepstra[c]![f] = sum / bands;
    }
  }
  const onsets = onsetsOf(spectra);
  const tempo = tempoOf(spectra);
  const list: number[] = [];
  for (const series of cepstra) list.push(mean(series), deviation(series), deviation(differences(series)));
  list.push(...rhythmOf(onsets, tempo, hopSeconds), Math.log(tempo), onsetRate(onsets, hopSeconds), widthOf(sound), ...dynamicsOf(spectra));
  // Bands in four groups: how much each of them pulses.
  for (let g = 0; g < 6; g++) {
    const series = new Float32Array(count);
    for (let f = 0; f < count; f++) for (let b = g * 6; b < g * 6 + 6; b++) series[f]! += log[f * every * bands + b]! / 6;
    list.push(Math.log(1e-3 + mean(differences(series).map(Math.abs))));
  }
  return list;
}

/**
 * What energy is measured from: how much happens (rises in all bands), how much air there is (level above 3 kHz) and
 * how much weight (level of the lowest bands). Loudness has no part: all tracks are equally loud.
 */
export function energyParts(spectra: Spectra): { readonly busy: number; readonly air: number; readonly weight: number } {
  const { log, bands, frames, centres } = spectra;
  const high = centres.findIndex((hz) => hz > 3000);
  let air = 0;
  let weight = 0;
  for (let f = 0; f < frames; f++) {
    for (let b = high; b < bands; b++) air += log[f * bands + b]!;
    for (let b = 0; b < 3; b++) weight += log[f * bands + b]!;
  }
  return { busy: Math.log(1e-3 + mean(onsetsOf(spectra))), air: air / frames / (bands - high), weight: weight / frames / 3 };
}

function rhythmOf(onsets: Float32Array, bpm: number, hopSeconds: number): number[] {
  const beat = 60 / bpm / hopSeconds;
  const zero = power(onsets);
  return [1 / 4, 1 / 3, 1 / 2, 2 / 3, 3 / 4, 1, 3 / 2, 2, 3, 4].map((share) => {
    const lag = Math.round(beat * share);
    const centre = mean(onsets);
    let sum = 0;
    for (let i = lag; i < onsets.length; i++) sum += (onsets[i]! - centre) * (onsets[i - lag]! - centre);
    return sum / (onsets.length - lag) / zero;
  });
}

function onsetRate(onsets: Float32Array, hopSeconds: number): number {
  const threshold = mean(onsets) + deviation(onsets);
  let peaks = 0;
  for (let i = 1; i < onsets.length - 1; i++)
    if (onsets[i]! > threshold && onsets[i]! >= onsets[i - 1]! && onsets[i]! > onsets[i + 1]!) peaks++;
  return Math.log(0.1 + peaks / (onsets.length * hopSeconds));
}

function widthOf({ left, right }: Sound): number {
  let side = 1e-9;
  let middle = 1e-9;
  for (let i = 0; i < left.length; i += 3) {
    side += (left[i]! - right[i]!) ** 2;
    middle += (left[i]! + right[i]!) ** 2;
  }
  return Math.log(side / middle);
}

function dynamicsOf({ log, bands, frames }: Spectra): number[] {
  const levels = new Float32Array(frames);
  const low = new Float32Array(frames);
  for (let f = 0; f < frames; f++) {
    for (let b = 0; b < bands; b++) levels[f]! += log[f * bands + b]! / bands;
    for (let b = 0; b < 3; b++) low[f]! += log[f * bands + b]! / 3;
  }
  return [deviation(levels), mean(low) - mean(levels), deviation(low)];
}

function differences(series: Float32Array): Float32Array {
  return series.map((value, i) => (i === 0 ? 0 : value - series[i - 1]!));
}

function mean(series: Float32Array): number {
  let sum = 0;
  for (const value of series) sum += value;
  return sum / Math.max(1, series.length);
}

function power(series: Float32Array): number {
  return deviation(series) ** 2 + 1e-9;
}

function deviation(series: Float32Array): number {
  const centre = mean(series);
  let sum = 0;
  for (const value of series) sum += (value - centre) ** 2;
  return Math.sqrt(sum / Math.max(1, series.length));
}
