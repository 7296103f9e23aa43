import { classifierNamed } from './classifiers/index.ts';
import { differenceOf, type Interval, intervalOf } from './figures/bootstrap.ts';
import { readInteractions, readLabelled, readLogged } from './formats/index.ts';
import { isBuiltIn, recommenderNamed } from './models/index.ts';
import type { Options } from './options.ts';
import { protocolNamed } from './protocols/index.ts';
import { runOffPolicy } from './protocols/off-policy.ts';
import type { Outcome } from './protocols/outcome.ts';
import { runProgressive } from './protocols/progressive.ts';
import { type Curve, differenceName, type Report, type Result } from './report/result.ts';

const MEGABYTE = 1e6;

type Say = (sentence: string) => void;

interface Run {
  readonly model: string;
  readonly outcome: Outcome;
}

/** Runs every model through the protocol, one after the other. */
export async function evaluate(options: Options, say: Say): Promise<Report> {
  const { data, runs } = await RUNS[
    options.protocol === 'progressive' || options.protocol === 'offpolicy' ? options.protocol : 'recommend'
  ](options, say);
  const results = runs.flatMap(({ model, outcome }) => resultsOf(outcome, { data, protocol: options.protocol, model, seed: options.seed }));
  if (options.protocol === 'holdout') results.push(...differences(runs, results, options.seed));
  const curves: Curve[] = [];
  for (const { model, outcome } of runs) {
    if (outcome.curve && outcome.tallies[0]) curves.push({ model, metric: outcome.tallies[0].metric, points: outcome.curve });
  }
  const failures = runs
    .filter(({ outcome }) => outcome.notFinite > 0)
    .map(
      ({ model, outcome: { notFinite, cost } }) =>
        `${model}: ${notFinite} of ${cost.ranked} answers held a score that is not finite; they count as misses`,
    );
  if (runs.every(({ outcome }) => outcome.cost.ranked === 0))
    failures.push('Nothing could be ranked: no event is of a track that was known before and is new to its listener.');
  return { results, curves, failures };
}

async function recommend(options: Options, say: Say): Promise<{ readonly data: string; readonly runs: readonly Run[] }> {
  const protocol = protocolNamed(options.protocol);
  const created = options.models.map((model) => ({ model, create: recommenderNamed(model) }));
  const data = await readInteractions(options.format, options.data, options.seed);
  say(`${data.name}: ${data.users.length} events, ${data.userCount} listeners, ${data.itemCount} tracks`);
  return { data: data.name, runs: created.map(({ model, create }) => timed(model, () => protocol(data, create, options), say)) };
}

async function classify(options: Options, say: Say): Promise<{ readonly data: string; readonly runs: readonly Run[] }> {
  const created = options.models.map((model) => ({ model, create: classifierNamed(model) }));
  const stream = await readLabelled(options.format, options.data);
  say(`${stream.name}: ${stream.labels.length} rows of ${stream.columns.length} columns`);
  return { data: stream.name, runs: created.map(({ model, create }) => timed(model, () => runProgressive(stream, create, options), say)) };
}

async function judge(options: Options, say: Say): Promise<{ readonly data: string; readonly runs: readonly Run[] }> {
  const created = options.models.map((model) => ({ model, create: recommenderNamed(model) }));
  const log = await readLogged(options.format, options.data, options.seed);
  const decisions = log.steps.filter(({ kind }) => kind === 'decision').length;
  say(`${log.name}: ${decisions} rows drawn by chance, ${log.userCount} listeners, ${log.itemCount} tracks`);
  return { data: log.name, runs: created.map(({ model, create }) => timed(model, () => runOffPolicy(log, create, options), say)) };
}

const RUNS = { recommend, progressive: classify, offpolicy: judge } as const;

function timed(model: string, run: () => Outcome, say: Say): Run {
  const start = performance.now();
  const outcome = run();
  say(`${model}: ${((performance.now() - start) / 1000).toFixed(1)} s`);
  return { model, outcome };
}

function resultsOf(
  { tallies, figures = [], cost }: Outcome,
  { seed, ...names }: Pick<Result, 'data' | 'protocol' | 'model'> & { readonly seed: number },
): Result[] {
  const perEventMs = cost.learnt > 0 ? (cost.learnMs + cost.rankMs) / cost.learnt : 0;
  const out: Result[] = [];
  const add = (metric: string, interval: Interval | null) => {
    if (interval) out.push({ ...names, metric, ...interval, perEventMs });
  };
  for (const tally of tallies) add(tally.metric, intervalOf(tally, seed));
  for (const { metric, ...interval } of figures) add(metric, interval);
  const plain = {
    'learn ms': cost.learnt > 0 ? cost.learnMs / cost.learnt : 0,
    'rank ms': cost.ranked > 0 ? cost.rankMs / cost.ranked : 0,
    'peak MB': cost.peakBytes / MEGABYTE,
  };
  for (const [metric, value] of Object.entries(plain)) add(metric, { value, low: value, high: value });
  return out;
}

/** Each of ours less the best built-in of the run, figure by figure, over the same listeners; without one of ours, the first model. */
function differences(runs: readonly Run[], results: readonly Result[], seed: number): Result[] {
  const ours = runs.filter(({ model }) => !isBuiltIn(model));
  return (ours.length > 0 ? ours : runs.slice(0, 1)).flatMap((run) => differencesOf(run, { runs, results, seed }));
}

function differencesOf(
  one: Run,
  { runs, results, seed }: { readonly runs: readonly Run[]; readonly results: readonly Result[]; readonly seed: number },
): Result[] {
  const builtIn = runs.filter((run) => run !== one && isBuiltIn(run.model));
  const out: Result[] = [];
  for (const tally of one.outcome.tallies) {
    const figureOf = ({ model }: Run) => results.find((result) => result.model === model && result.metric === tally.metric)?.value ?? 0;
    const best = [...builtIn].sort((a, b) => figureOf(b) - figureOf(a))[0];
    const bestTally = best?.outcome.tallies.find(({ metric }) => metric === tally.metric);
    const own = results.find(({ model, metric }) => model === one.model && metric === tally.metric);
    const interval = bestTally ? differenceOf(tally, bestTally, seed) : null;
    if (own && best && interval) out.push({ ...own, model: differenceName(one.model, best.model), ...interval });
  }
  return out;
}
