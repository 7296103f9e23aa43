/**
 * What freshness is worth: the same model on the same log, told of what happened at every event, or in rounds of 10 s up to
 * a day. `npm run bench -- freshness [--quick] [--json] [--model segue] [--data FOLDER] [--share 1]
 * [--events 60000] [--svg FILE]`
 *
 * FOLDER is MovieLens' (`ratings.csv`), of which `--share` takes that share of the listeners; without it only the simulated
 * session log is measured. `--svg` writes the picture.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { fractionOf } from '@segue/core/model';
import { demoTracks } from '@segue/demo';
import {
  delayed,
  differenceOf,
  type Interactions,
  interactionsOf,
  intervalOf,
  readInteractions,
  recommenderNamed,
  runPrequential,
} from '@segue/evaluation';
import { createSociety, START_MS, sessionLog } from '@segue/simulator';
import { type Curve, freshnessSvg } from './lib/freshness-svg.ts';
import { progress } from './lib/progress.ts';
import { type Result, report, result } from './lib/results.ts';

const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    model: { type: 'string', default: 'segue' },
    data: { type: 'string' },
    share: { type: 'string', default: '1' },
    events: { type: 'string' },
    svg: { type: 'string' },
  },
});
const SEED = 1;
const K = 20;
const SECOND_MS = 1_000;
const ROUNDS = [
  { name: 'every event', everyMs: 0 },
  { name: '10 s', everyMs: 10 * SECOND_MS },
  { name: '1 min', everyMs: 60 * SECOND_MS },
  { name: '10 min', everyMs: 600 * SECOND_MS },
  { name: '1 h', everyMs: 3_600 * SECOND_MS },
  { name: '1 day', everyMs: 86_400 * SECOND_MS },
] as const;
const TRACKS = 2_000;
const LISTENERS = options.quick ? 100 : 300;
/** Of the simulated log. */
const EVENTS = Number(options.events ?? (options.quick ? 6_000 : 60_000));

const create = recommenderNamed(options.model);
const results: Result[] = [];
const curves: Curve[] = [];
const logs = [{ name: 'simulated sessions', data: simulatedSessions() }];
if (options.data)
  logs.push({ name: 'MovieLens, ratings', data: shareOf(await readInteractions('movielens', options.data, SEED), Number(options.share)) });
for (const { name, data } of logs) measure(name, data);
if (options.svg) writeFileSync(options.svg, freshnessSvg(curves, { k: K }));
report({
  bench: 'freshness',
  versions: { model: options.model, share: options.share, tracks: String(TRACKS), listeners: String(LISTENERS) },
  results,
  quick: options.quick,
  json: options.json,
});

function measure(name: string, data: Interactions): void {
  const points: { name: string; value: number; low: number; high: number }[] = [];
  let fresh: ReturnType<typeof runPrequential>['tallies'][number] | undefined;
  for (const round of ROUNDS) {
    progress(`${name}: ${round.name} …`);
    const { tallies, notFinite } = runPrequential(data, delayed(create, round.everyMs), { k: K, seed: SEED });
    const [hits] = tallies;
    const interval = hits && intervalOf(hits, SEED);
    if (!hits || !interval) throw new Error(`${name} has nothing to rank: no event is of a track that was known before`);
    if (notFinite > 0) throw new Error(`${name}: ${notFinite} answers of ${options.model} held a score that is not finite`);
    fresh ??= hits;
    // Over the same listeners: whoever is easy for both is no difference.
    const lost = differenceOf(fresh, hits, SEED);
    points.push({ name: round.name, ...interval });
    const of = { case: name, setting: round.name };
    results.push(result({ ...of, metric: `HR@${K}`, value: interval.value, unit: 'share', reference: points[0]!.value }));
    if (round.everyMs > 0 && lost)
      results.push(result({ ...of, metric: 'lost by waiting, at least (95 %)', value: lost.low, unit: 'share, by listener' }));
  }
  curves.push({ name, points });
}

/** The whole stream of a share of the listeners. */
function shareOf(data: Interactions, share: number): Interactions {
  if (!(share > 0 && share <= 1)) throw new Error(`--share is ${options.share}, expected a number above 0 and up to 1`);
  const rows = [...data.users.keys()].flatMap((row) => {
    const user = `${data.users[row]}`;
    return fractionOf(user, SEED) < share
      ? [{ user, item: `${data.items[row]}`, strength: data.strengths[row]!, atMs: data.atMs?.[row] ?? null }]
      : [];
  });
  return interactionsOf(data.name, rows, 'by-time', SEED);
}

/** Made-up listeners, a sitting a day in a mood of its own: what they heard out. */
function simulatedSessions(): Interactions {
  const tracks = demoTracks({ seed: SEED, tracks: TRACKS, addedAtMs: START_MS });
  const society = createSociety({ tracks, seed: SEED, startMs: START_MS });
  const rows = [...sessionLog(society, { listeners: LISTENERS, events: EVENTS })].flatMap(({ listenerId, act, occurredAtMs }) =>
    act.type === 'complete' ? [{ user: listenerId, item: act.trackId, strength: 1, atMs: occurredAtMs }] : [],
  );
  return interactionsOf('simulated sessions', rows, 'by-time', SEED);
}
