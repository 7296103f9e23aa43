import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { EvaluationError } from './evaluation-error.ts';
import type { Options } from './options.ts';
import { checkNames, type Run, type Runs, type Say } from './run-models.ts';

/** What a model's process tells. */
export type Told =
  | { readonly kind: 'said'; readonly sentence: string }
  | { readonly kind: 'ran'; readonly runs: Runs }
  | { readonly kind: 'failed'; readonly reason: string };

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;
const CHILD = fileURLToPath(new URL('./model.main.ts', import.meta.url));

/**
 * Runs every model in a process of its own, one after the other: compiled code keeps what it was compiled for, so that in one
 * process a model's memory and time depend on which ran before.
 */
export async function runApart(options: Options, say: Say): Promise<Runs> {
  checkNames(options);
  const runs: Run[] = [];
  const failed: string[] = [];
  let cause: unknown;
  const said = new Set<string>();
  let data = '';
  for (const model of options.models) {
    try {
      const ran = await runIn(
        { ...options, models: [model] },
        // What they say of the data is the same for all.
        (sentence) => {
          if (!said.has(sentence)) say(sentence);
          said.add(sentence);
        },
      );
      data = ran.data;
      runs.push(...ran.runs);
    } catch (thrown) {
      if (!(thrown instanceof EvaluationError)) throw thrown;
      // Nothing was said of the data: no model can read them.
      if (said.size === 0) throw thrown;
      cause = thrown;
      failed.push(`${model}: ${thrown.message}`);
    }
  }
  if (runs.length === 0) throw cause;
  return { data, runs, failed };
}

async function runIn(options: Options, say: Say): Promise<Runs> {
  const child = fork(CHILD, { execArgv: ['--import', 'tsx'], serialization: 'advanced' });
  const stop = (signal: NodeJS.Signals) => void child.kill(signal);
  for (const signal of SIGNALS) process.on(signal, stop);
  try {
    return await new Promise<Runs>((resolve, reject) => {
      child.on('message', (told: Told) => {
        switch (told.kind) {
          case 'said':
            say(told.sentence);
            break;
          case 'ran':
            resolve(told.runs);
            break;
          case 'failed':
            reject(new EvaluationError(told.reason));
            break;
        }
      });
      child.once('error', reject);
      child.once('exit', (code, signal) =>
        reject(new EvaluationError(`The process of ${options.models.join()} ended by itself: ${signal ?? `exit code ${code}`}.`)),
      );
      child.send(options);
    });
  } finally {
    for (const signal of SIGNALS) process.off(signal, stop);
    // It waits for this: what it told could still be on its way when it is gone.
    if (child.connected) child.disconnect();
  }
}
