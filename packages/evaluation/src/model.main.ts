/** One model of an evaluation, in a process of its own: told what to run by `run-apart.ts`, and tells what came of it. */
import { EvaluationError } from './evaluation-error.ts';
import type { Options } from './options.ts';
import type { Told } from './run-apart.ts';
import { runModels } from './run-models.ts';

const tell = (told: Told) => process.send?.(told);

process.on('message', async (options: Options) => {
  try {
    tell({ kind: 'ran', runs: await runModels(options, (sentence) => tell({ kind: 'said', sentence })) });
  } catch (cause) {
    if (!(cause instanceof EvaluationError)) throw cause;
    tell({ kind: 'failed', reason: cause.message });
  }
});
