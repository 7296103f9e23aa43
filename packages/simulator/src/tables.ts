import type { ColdStartPoint } from './cold-start.ts';
import type { Simulated } from './simulate.ts';
import type { LivePoint, SimulatedLive } from './simulate-live.ts';

/** The figures as Markdown, for a terminal and for docs/cold-start.md. */
export function tablesOf({ coldStart, newTracks: fresh }: Simulated): string {
  const row = (name: string, points: readonly ColdStartPoint[], of: (point: ColdStartPoint) => number) =>
    `| ${name} | ${points.map((point) => percent(of(point))).join(' | ')} |`;
  const references = coldStart.references.map(({ name, hitRate, liked }) => `${name} ${percent(hitRate)} and ${percent(liked)}`).join('; ');
  const after = coldStart.without.map(({ after: events }) => events).join(' | ');
  return [
    `${coldStart.newcomers} newcomers, after so many events of theirs:`,
    '',
    `| | ${after} |`,
    `| --- | ${coldStart.without.map(() => '---:').join(' | ')} |`,
    row('hit rate, told country and age', coldStart.withDemographics, (point) => point.hitRate),
    row('hit rate, told nothing', coldStart.without, (point) => point.hitRate),
    row('liked share of the list, told country and age', coldStart.withDemographics, (point) => point.liked),
    row('liked share of the list, told nothing', coldStart.without, (point) => point.liked),
    '',
    `Hit rate and liked share at 0 events of other lists: ${references}.`,
    '',
    `${fresh.tracks} new tracks, ${fresh.listeners} listeners, ${fresh.days} days:`,
    '',
    '| | |',
    '| --- | ---: |',
    `| listeners who would like a new track, mean | ${fresh.fansEach.toFixed(1)} |`,
    `| new tracks that were played | ${percent(fresh.played)} |`,
    `| new tracks with five plays on the first day | ${percent(fresh.fivePlaysOnDayOne)} |`,
    `| plays of a new track: fewest, middle; of an old one, middle | ${fresh.fewestPlays}, ${fresh.medianPlays}; ${fresh.medianPlaysOfOld} |`,
    `| plays by who would like it (by chance) | ${percent(fresh.playsByFans)} (${percent(fresh.playsByFansByChance)}) |`,
    `| plays until the first who would like it, middle | ${fresh.playsUntilFirstFan ?? 'never'} |`,
    `| hours until the first, and until five of them, middle | ${hours(fresh.hoursUntilFirstFan)}, ${hours(fresh.hoursUntilFiveFans)} |`,
    `| of those who would like it, heard it by the end | ${percent(fresh.fansReached)} |`,
  ].join('\n');
}

/** Figures of a running app. */
export function liveTableOf({ listeners, events, withDemographics, without, toListMs }: SimulatedLive): string {
  const row = (name: string, points: readonly LivePoint[]) => `| ${name} | ${points.map(({ liked }) => percent(liked)).join(' | ')} |`;
  return [
    `${listeners} listeners, ${events} plays from the list; liked share of the list after so many:`,
    '',
    `| | ${withDemographics.map(({ after }) => after).join(' | ')} |`,
    `| --- | ${withDemographics.map(() => '---:').join(' | ')} |`,
    row('told country and age', withDemographics),
    ...(without.length > 0 ? [row('told nothing', without)] : []),
    '',
    `From a gesture to a list that reflects it: p50 ${toListMs.p50.toFixed(1)} ms, p95 ${toListMs.p95.toFixed(1)} ms.`,
  ].join('\n');
}

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
const hours = (value: number | null): string => (value === null ? 'never' : value.toFixed(1));
