import { differenceOf, type Interval, intervalOf } from './figures/bootstrap.ts';
import { isBuiltIn } from './models/index.ts';
import type { Options } from './options.ts';
import type { Outcome } from './protocols/outcome.ts';
import { type Curve, differenceName, type Report, type Result } from './report/result.ts';
import { type Run, type Runs, runModels, type Say } from './run-models.ts';

const MEGABYTE = 1e6;

/** Runs every model through the protocol, and says what came of it. @param run in this process, or each model in one of its own. */
export async function evaluate(
  options: Options,
  say: Say,
  run: (options: Options, say: Say) => Promise<Runs> = runModels,
): Promise<Report> {
  const { data, runs, failed } = await run(options, say);
  const results = runs.flatMap(({ model, outcome }) => resultsOf(outcome, { data, protocol: options.protocol, model, seed: options.seed }));
  if (options.protocol === 'holdout') results.push(...differences(runs, results, options.seed));
  const curves: Curve[] = [];
  for (const { model, outcome } of runs) {
    if (outcome.curve && outcome.tallies[0]) curves.push({ model, metric: outcome.tallies[0].metric, points: outcome.curve });
  }
  const failures = [...failed];
  failures.push(
    ...runs
      .filter(({ outcome }) => outcome.notFinite > 0)
      .map(
        ({ model, outcome: { notFinite, cost } }) =>
          `${model}: ${notFinite} of ${cost.ranked} answers held a score that is not finite; they count as misses`,
      ),
  );
  if (runs.every(({ outcome }) => outcome.cost.ranked === 0))
    failures.push('Nothing could be ranked: no event is of a track that was known before and is new to its listener.');
  return { results, curves, failures };
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
