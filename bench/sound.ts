/**
 * The composed sound, measured as the catalogue promises it: loudness, peaks, silence, clicks, tempo, energy, genre,
 * repetition, and how long a listener waits. `npm run bench -- sound [--quick] [--json] [--tracks 200] [--waits 20] [--seed 1] [--detail]`
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { COMPOSER_VERSION, createSoundRenderer, type DemoTrack, demoCatalogue, record } from '@segue/studio';
import {
  clicksIn,
  crossValidate,
  energyParts,
  featuresOf,
  integratedLoudness,
  longestSilence,
  quantile,
  SAMPLE_RATE,
  soundOf,
  spearman,
  spectraOf,
  standardised,
  tempoAgrees,
  tempoOf,
  truePeakDb,
  unchangedReturns,
} from '@segue/studio/analysis';
import { progress } from './lib/progress.ts';
import { type Result, report, result } from './lib/results.ts';

interface Measured {
  readonly track: DemoTrack;
  readonly lufs: number;
  readonly peakDb: number;
  readonly silence: number;
  readonly clicks: readonly number[];
  readonly tempo: number;
  readonly energy: ReturnType<typeof energyParts>;
  readonly features: readonly number[];
  readonly returns: number;
  readonly renderSeconds: number;
}

const { values: options } = parseArgs({
  options: {
    tracks: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
    waits: { type: 'string' },
    json: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    detail: { type: 'boolean', default: false },
  },
});
const wanted = options.quick ? 20 : Number(options.tracks);
if (!Number.isInteger(wanted) || wanted < 1) {
  progress(`--tracks is a whole number of tracks, not ${options.tracks}`);
  process.exit(1);
}
const setting = `${wanted} tracks`;
const catalogue = demoCatalogue({ seed: Number(options.seed) });
const step = catalogue.tracks.length / wanted;
const chosen = Array.from({ length: wanted }, (_, i) => catalogue.tracks[Math.floor(i * step)]!);

/** Tracks; some seconds' work. */
const TOLD_EVERY = 20;
const measured: Measured[] = [];
for (const track of chosen) {
  measured.push(measure(track));
  if (measured.length % TOLD_EVERY === 0) progress(`${measured.length} of ${wanted} tracks are measured`);
}
const results = [...judge(measured), ...(await waits(options.waits ? Number(options.waits) : options.quick ? 5 : 20))];
if (options.detail) printDetail(measured);
report({ bench: 'sound', versions: { composer: String(COMPOSER_VERSION) }, results, quick: options.quick, json: options.json });

function measure(track: DemoTrack): Measured {
  const started = performance.now();
  const recording = record(track);
  const blocks = Array.from({ length: recording.blocks }, (_, i) => recording.block(i));
  const renderSeconds = (performance.now() - started) / 1000;
  const sound = soundOf(Buffer.concat(blocks), SAMPLE_RATE);
  const spectra = spectraOf(sound);
  return {
    track,
    lufs: integratedLoudness(sound.left, sound.right, SAMPLE_RATE),
    peakDb: truePeakDb(sound),
    silence: longestSilence(sound),
    clicks: clicksIn(sound),
    tempo: tempoOf(spectra),
    energy: energyParts(spectra),
    features: featuresOf(sound, spectra),
    returns: unchangedReturns(recording.score).length,
    renderSeconds,
  };
}

function judge(list: readonly Measured[]): Result[] {
  const energies = energyOf(list);
  const guesses = crossValidate(
    list.map(({ track, features }) => ({ features, label: track.genre, group: track.artistId })),
    10,
  );
  const share = (holds: (one: Measured) => boolean): number => list.filter(holds).length / list.length;
  const seconds = list.reduce((sum, { track }) => sum + track.durationSeconds, 0);
  const rendering = list.reduce((sum, { renderSeconds }) => sum + renderSeconds, 0);
  return [
    row(
      'loudness furthest from -16',
      Math.max(...list.map(({ lufs }) => Math.abs(lufs + 16))),
      'LU',
      'at most 1.5',
      (value) => value <= 1.5,
    ),
    row(
      'loudness within 1.5 of -16',
      share(({ lufs }) => Math.abs(lufs + 16) <= 1.5),
      'share',
      '1',
      (value) => value === 1,
    ),
    row('true peak, highest', Math.max(...list.map(({ peakDb }) => peakDb)), 'dBTP', 'at most -1', (value) => value <= -1),
    row('silence, longest', Math.max(...list.map(({ silence }) => silence)), 's', 'at most 1.5', (value) => value <= 1.5),
    row(
      'clicks',
      list.reduce((sum, { clicks }) => sum + clicks.length, 0),
      'count',
      '0',
      (value) => value === 0,
    ),
    row(
      'tempo found within 2 %',
      share(({ track, tempo }) => tempoAgrees(tempo, track.tempo)),
      'share',
      'at least 0.95',
      (value) => value >= 0.95,
    ),
    row(
      'energy tag against measured',
      spearman(
        list.map(({ track }) => track.energy),
        energies,
      ),
      'spearman',
      'at least 0.8',
      (value) => value >= 0.8,
    ),
    row(
      'genre named, split by artist',
      guesses.filter(({ label, guess }) => label === guess).length / guesses.length,
      'share',
      'at least 0.7',
      (value) => value >= 0.7,
    ),
    row(
      'eight bars back unchanged',
      list.reduce((sum, { returns }) => sum + returns, 0),
      'count',
      '0',
      (value) => value === 0,
    ),
    row('rendering, times real time', seconds / rendering, 'x', 'at least 40', (value) => value >= 40),
  ];
}

/** Times a listener waits: a server that runs, a track that nobody played yet. */
async function waits(count: number): Promise<Result[]> {
  const cacheDir = await mkdtemp(join(tmpdir(), 'segue-sound-'));
  const renderer = await createSoundRenderer({ cacheDir, paceMs: 0 });
  const cpuMs = (): number => process.cpuUsage().user / 1000 + process.cpuUsage().system / 1000;
  const spent: number[] = [];
  const wait = async (track: DemoTrack, start: number): Promise<number> => {
    const began = performance.now();
    const cpu = cpuMs();
    for await (const chunk of renderer.read(track, { start, end: renderer.length(track) - 1 })) {
      // The header alone is no sound.
      if (chunk.length > 44) break;
    }
    spent.push(cpuMs() - cpu);
    return performance.now() - began;
  };
  try {
    const tracks = Array.from(
      { length: 2 * count + 1 },
      (_, i) => catalogue.tracks[Math.floor(((i + 0.5) * catalogue.tracks.length) / (2 * count + 1))]!,
    );
    const cold = await wait(tracks[0]!, 0);
    spent.length = 0;
    const first: number[] = [];
    const seek: number[] = [];
    for (let i = 0; i < count; i++) {
      first.push(await wait(tracks[1 + 2 * i]!, 0));
      // Let what is read ahead finish: the next listener comes to an idle server.
      await renderer.settled();
      const track = tracks[2 + 2 * i]!;
      seek.push(await wait(track, Math.floor(renderer.length(track) * 0.61)));
      await renderer.settled();
    }
    return [
      row('first sound, thread just started', cold, 'ms', null, null),
      row('first sound, p50', quantile(first, 0.5), 'ms', null, null),
      row('first sound, slowest', Math.max(...first), 'ms', 'at most 300', (value) => value <= 300),
      // Other programs on the machine lengthen the wait, not the work.
      row('work before first sound or seek, p50', quantile(spent, 0.5), 'ms CPU', null, null),
      row('work before first sound or seek, most', Math.max(...spent), 'ms CPU', null, null),
      row('cold seek, p50', quantile(seek, 0.5), 'ms', null, null),
      row('cold seek, slowest', Math.max(...seek), 'ms', 'at most 800', (value) => value <= 800),
    ];
  } finally {
    await renderer.close();
    await rm(cacheDir, { recursive: true, force: true });
  }
}

function energyOf(list: readonly Measured[]): number[] {
  const busy = standardised(list.map(({ energy }) => energy.busy));
  const air = standardised(list.map(({ energy }) => energy.air));
  const weight = standardised(list.map(({ energy }) => energy.weight));
  return list.map((_, i) => 0.5 * busy[i]! + 0.3 * air[i]! + 0.2 * weight[i]!);
}

function row(metric: string, value: number, unit: string, target: string | null, met: ((value: number) => boolean) | null): Result {
  return result({ case: 'sound', setting, metric, value, unit, target, met: met ? met(value) : null });
}

function printDetail(list: readonly Measured[]): void {
  const energies = energyOf(list);
  const guesses = crossValidate(
    list.map(({ track, features }) => ({ features, label: track.genre, group: track.artistId })),
    10,
  );
  const wrong = new Map<string, string[]>();
  for (const { label, guess } of guesses) if (label !== guess) wrong.set(label, [...(wrong.get(label) ?? []), guess]);
  for (const genre of [...new Set(list.map(({ track }) => track.genre))].sort()) {
    const mine = list.filter(({ track }) => track.genre === genre);
    const mean = (of: (one: Measured) => number): string => (mine.reduce((sum, one) => sum + of(one), 0) / mine.length).toFixed(2);
    const missed = mine
      .filter(({ track, tempo }) => !tempoAgrees(tempo, track.tempo))
      .map(({ track, tempo }) => `${track.tempo}>${tempo.toFixed(0)}`);
    progress(
      `${genre.padEnd(17)} n ${mine.length} lufs ${Math.min(...mine.map(({ lufs }) => lufs)).toFixed(1)}..${Math.max(...mine.map(({ lufs }) => lufs)).toFixed(1)} peak ${Math.max(...mine.map(({ peakDb }) => peakDb)).toFixed(2)} silence ${Math.max(...mine.map(({ silence }) => silence)).toFixed(2)} clicks ${mine.reduce((sum, { clicks }) => sum + clicks.length, 0)} energy tag ${mean(({ track }) => track.energy)} measured ${mean((one) => energies[list.indexOf(one)]!)} (busy ${mean(({ energy }) => energy.busy)} air ${mean(({ energy }) => energy.air)} weight ${mean(({ energy }) => energy.weight)}) returns ${mine.filter(({ returns }) => returns > 0).length} x${mean(({ track, renderSeconds }) => track.durationSeconds / renderSeconds)} tempo missed [${missed.join(' ')}] taken for [${(wrong.get(genre) ?? []).join(', ')}]`,
    );
  }
}
