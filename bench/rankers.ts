/**
 * Rows that each ranker predicts and then learns in a second of CPU; and how well each predicts what the demo's simulated
 * listeners hear out, next to the score that serves.
 * `npm run bench -- rankers [--quick] [--json] [--data FILE]`; FILE is a csv with a head, all numbers, the last column 0 or 1.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { mix } from '@segue/core/model';
import { createRanker, type Label, RANKERS, Race, type RankerName } from '@segue/core/rankers';
import { ROW_COLUMNS } from '@segue/core/ranking';
import { type Play, simulatedPlays } from './lib/plays.ts';
import { progress } from './lib/progress.ts';
import { type Result, report, result } from './lib/results.ts';

const { values: options } = parseArgs({
  options: { json: { type: 'boolean', default: false }, quick: { type: 'boolean', default: false }, data: { type: 'string' } },
});
const TREES_AT_LEAST = 100_000;
const COLUMNS = 9;
const count = options.quick ? 5_000 : 40_000;

interface Row {
  readonly row: Float64Array;
  readonly label: Label;
}

const rows = options.data ? readRows(options.data) : drifting(count);
const setting = options.data ? `${rows.length} rows of a file` : `${COLUMNS} columns, three drifts`;
const results: Result[] = [];
const perSecond = new Map<string, number>();
for (const name of Object.keys(RANKERS) as RankerName[]) {
  progress(`${name} …`);
  // Once for the compiler, then for the figure.
  if (!options.quick) run(name);
  perSecond.set(name, run(name));
}
for (const [name, value] of perSecond) {
  const isTree = name.endsWith('-tree');
  results.push(
    result({
      case: name,
      setting,
      metric: 'rows predicted and learnt a CPU-second',
      value,
      unit: '1/s',
      reference: perSecond.get('logistic') ?? null,
      ...(isTree ? { target: `at least ${TREES_AT_LEAST}`, met: value >= TREES_AT_LEAST } : {}),
    }),
  );
}
const listeners = options.quick ? 50 : 500;
progress(`Replaying ${listeners} simulated listeners …`);
results.push(...predicting(simulatedPlays({ tracks: 2_000, listeners })));
report({ bench: 'rankers', results, quick: options.quick, json: options.json });

function run(name: RankerName): number {
  const ranker = createRanker(name, { columns: rows[0]!.row.length, seed: 1 });
  const before = process.cpuUsage();
  let sum = 0;
  for (const { row, label } of rows) {
    sum += ranker.predict(row);
    ranker.learn(row, label, 1);
  }
  const { user, system } = process.cpuUsage(before);
  if (!Number.isFinite(sum)) throw new Error(`${name} predicted something that is no number`);
  return rows.length / ((user + system) / 1e6);
}

/** Each play is predicted and then learnt, by every ranker and by the score with a logistic of its own. */
function predicting(plays: readonly Play[]): Result[] {
  const score = ROW_COLUMNS.indexOf('score');
  const all = Object.keys(RANKERS) as RankerName[];
  const rivals = [
    {
      name: 'serving',
      ranker: createRanker('logistic', { columns: 1, seed: 1 }),
      rowOf: (row: Float64Array) => row.subarray(score, score + 1),
    },
    ...all.map((name) => {
      const columns = name === 'bayesian' ? ROW_COLUMNS.length : (plays[0]?.row.length ?? 0);
      return { name, ranker: createRanker(name, { columns, seed: 1 }), rowOf: (row: Float64Array) => row.subarray(0, columns) };
    }),
  ];
  const race = new Race(rivals.length, plays.length);
  for (const { row, label } of plays) {
    race.add(
      rivals.map(({ ranker, rowOf }) => ranker.predict(rowOf(row))),
      label,
    );
    for (const { ranker, rowOf } of rivals) ranker.learn(rowOf(row), label, 1);
  }
  const standings = race.standings();
  const [serving] = standings;
  return standings.flatMap(({ n, logLoss, auc }, at) => {
    const of = { case: rivals[at]!.name, setting: `${n} plays of simulated listeners`, unit: '' };
    return [
      result({ ...of, metric: 'log loss, progressive', value: logLoss ?? Number.NaN, reference: serving?.logLoss ?? null }),
      result({ ...of, metric: 'AUC, progressive', value: auc ?? Number.NaN, reference: serving?.auc ?? null }),
    ];
  });
}

/** Two columns decide, and which two changes three times; one row in ten has the other label. */
function drifting(size: number): Row[] {
  return Array.from({ length: size }, (_, i) => {
    const row = Float64Array.from({ length: COLUMNS }, (_, column) => (mix(i * 31 + column * 7_919 + 1) / 2 ** 32) * 10 ** (column % 3));
    const first = Math.floor((i / size) * 4);
    const scaled = (column: number) => row[column]! / 10 ** (column % 3);
    const one = scaled(first) + scaled(first + 4) > 1 !== mix(i * 17 + 5) / 2 ** 32 < 0.1;
    return { row, label: one ? 1 : 0 };
  });
}

function readRows(file: string): Row[] {
  const lines = readFileSync(file, 'utf8').trim().split('\n').slice(1);
  return lines.map((line, i) => {
    const numbers = Float64Array.from(line.split(','), Number);
    if (numbers.length < 2 || numbers.some((number) => !Number.isFinite(number))) throw new Error(`${file}:${i + 2}: expected numbers`);
    return { row: numbers.subarray(0, -1), label: numbers.at(-1) === 1 ? 1 : 0 };
  });
}
