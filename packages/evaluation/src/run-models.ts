import { classifierNamed } from './classifiers/index.ts';
import { EvaluationError } from './evaluation-error.ts';
import { readInteractions, readLabelled, readLogged } from './formats/index.ts';
import { recommenderNamed } from './models/index.ts';
import type { Options } from './options.ts';
import { protocolNamed } from './protocols/index.ts';
import { runOffPolicy } from './protocols/off-policy.ts';
import type { Outcome } from './protocols/outcome.ts';
import { runProgressive } from './protocols/progressive.ts';

export type Say = (sentence: string) => void;

export interface Run {
  readonly model: string;
  readonly outcome: Outcome;
}

export interface Runs {
  /** What the figures are of. */
  readonly data: string;
  readonly runs: readonly Run[];
  /** Why a model could not run, by name: the others' figures stand. */
  readonly failed: readonly string[];
}

/** Runs every model through the protocol, one after the other in this process. */
export const runModels = (options: Options, say: Say): Promise<Runs> => kindOf(options)(options, say);

/** Throws where there is no such protocol or model: before data are read, and not when the models before it are done. */
export function checkNames({ protocol, models }: Options): void {
  if (protocol !== 'progressive' && protocol !== 'offpolicy') protocolNamed(protocol);
  for (const model of models) (protocol === 'progressive' ? classifierNamed : recommenderNamed)(model);
}

const kindOf = ({ protocol }: Options) => (protocol === 'progressive' ? classify : protocol === 'offpolicy' ? judge : recommend);

async function recommend(options: Options, say: Say): Promise<Runs> {
  const protocol = protocolNamed(options.protocol);
  const created = options.models.map((model) => ({ model, create: recommenderNamed(model) }));
  const data = await readInteractions(options.format, options.data, options.seed);
  say(`${data.name}: ${data.users.length} events, ${data.userCount} listeners, ${data.itemCount} tracks`);
  return { data: data.name, ...each(created, (create) => protocol(data, create, options), say) };
}

async function classify(options: Options, say: Say): Promise<Runs> {
  const created = options.models.map((model) => ({ model, create: classifierNamed(model) }));
  const stream = await readLabelled(options.format, options.data);
  say(`${stream.name}: ${stream.labels.length} rows of ${stream.columns.length} columns`);
  return { data: stream.name, ...each(created, (create) => runProgressive(stream, create, options), say) };
}

async function judge(options: Options, say: Say): Promise<Runs> {
  const created = options.models.map((model) => ({ model, create: recommenderNamed(model) }));
  const log = await readLogged(options.format, options.data, options.seed);
  const decisions = log.steps.filter(({ kind }) => kind === 'decision').length;
  say(`${log.name}: ${decisions} rows drawn by chance, ${log.userCount} listeners, ${log.itemCount} tracks`);
  return { data: log.name, ...each(created, (create) => runOffPolicy(log, create, options), say) };
}

/** One after the other. A model that cannot run is told of, and throws where none can. */
function each<Create>(
  created: readonly { readonly model: string; readonly create: Create }[],
  run: (create: Create) => Outcome,
  say: Say,
): Omit<Runs, 'data'> {
  const runs: Run[] = [];
  const failed: string[] = [];
  let cause: unknown;
  for (const { model, create } of created) {
    const start = performance.now();
    try {
      runs.push({ model, outcome: run(create) });
      say(`${model}: ${((performance.now() - start) / 1000).toFixed(1)} s`);
    } catch (thrown) {
      if (!(thrown instanceof EvaluationError)) throw thrown;
      cause = thrown;
      failed.push(`${model}: ${thrown.message}`);
    }
  }
  if (runs.length === 0) throw cause;
  return { runs, failed };
}
