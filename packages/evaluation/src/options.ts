import { parseArgs } from 'node:util';
import { EvaluationError } from './evaluation-error.ts';

export const USAGE = `npm run -s eval -- --format F --data PATH --protocol P --model A,B,…
    [--k N] [--test-share 0.25] [--seed 0] [--rank-every 1] [--json] [--html FILE]`;

export interface Options {
  readonly format: string;
  readonly data: string;
  readonly protocol: string;
  readonly models: readonly string[];
  /** Null: what the protocol usually has. */
  readonly k: number | null;
  readonly testShare: number;
  readonly seed: number;
  /** Prequential learns every event and ranks at one in so many. */
  readonly rankEvery: number;
  readonly json: boolean;
  readonly html: string | null;
}

export function parseOptions(args: readonly string[]): Options {
  const { format, data, protocol, model, k, seed, json, html, ...rest } = parse(args);
  const missing = Object.entries({ format, data, protocol, model }).filter(([, value]) => !value);
  if (!format || !data || !protocol || !model) {
    throw new EvaluationError(`Say ${missing.map(([name]) => `--${name}`).join(', ')}:\n  ${USAGE}`);
  }
  const models = [...new Set(model.split(',').filter(Boolean))];
  if (models.length === 0) throw new EvaluationError('--model names no model');
  return {
    format,
    data,
    protocol,
    models,
    k: k === undefined ? null : wholeNumber('k', k, 1),
    testShare: share(rest['test-share']),
    seed: wholeNumber('seed', seed, 0),
    rankEvery: wholeNumber('rank-every', rest['rank-every'], 1),
    json,
    html: html ?? null,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        format: { type: 'string' },
        data: { type: 'string' },
        protocol: { type: 'string' },
        model: { type: 'string' },
        k: { type: 'string' },
        'test-share': { type: 'string', default: '0.25' },
        seed: { type: 'string', default: '0' },
        'rank-every': { type: 'string', default: '1' },
        json: { type: 'boolean', default: false },
        html: { type: 'string' },
      },
    }).values;
  } catch (cause) {
    throw new EvaluationError(`${(cause as Error).message}\n  ${USAGE}`, { cause });
  }
}

function wholeNumber(name: string, text: string, least: number): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isSafeInteger(value) || value < least || value > 1e9) {
    throw new EvaluationError(`--${name} is ${text}, expected a whole number from ${least}`);
  }
  return value;
}

function share(text: string): number {
  const value = Number(text);
  if (!(value > 0 && value < 1)) throw new EvaluationError(`--test-share is ${text}, expected a number between 0 and 1`);
  return value;
}
