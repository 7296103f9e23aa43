import type { Interactions } from '../data/interactions.ts';
import { EvaluationError } from '../evaluation-error.ts';
import { type LoggedDecisions, readDecisions } from './decisions.ts';
import { readEvents } from './events.ts';
import { readLastfm2k } from './lastfm-2k.ts';
import { readMovielens } from './movielens.ts';
import { readSequences } from './sequences.ts';
import { type LabelledStream, readStream } from './stream.ts';

const FORMATS: Readonly<Record<string, (path: string, seed: number) => Promise<Interactions>>> = {
  movielens: readMovielens,
  'lastfm-2k': readLastfm2k,
  sequences: readSequences,
  events: readEvents,
};

const NAMES = [...Object.keys(FORMATS), 'stream'];

/** Histories: all formats but `stream`. */
export async function readInteractions(format: string, path: string, seed: number): Promise<Interactions> {
  checkFormat(format);
  const read = FORMATS[format];
  if (!read) throw new EvaluationError(`A ${format} has labels and no listeners: its protocol is progressive.`);
  const interactions = await read(path, seed);
  if (interactions.users.length === 0) throw new EvaluationError(`${path} holds no listens.`);
  return interactions;
}

export async function readLabelled(format: string, path: string): Promise<LabelledStream> {
  checkFormat(format);
  if (format !== 'stream') throw new EvaluationError(`progressive needs rows with labels: --format stream, not ${format}.`);
  return readStream(path);
}

/** What was drawn by chance, with its propensity: only our own log has it. */
export async function readLogged(format: string, path: string, seed: number): Promise<LoggedDecisions> {
  checkFormat(format);
  if (format !== 'events') throw new EvaluationError(`offpolicy needs impressions with propensities: --format events, not ${format}.`);
  return readDecisions(path, seed);
}

function checkFormat(format: string): void {
  if (!NAMES.includes(format)) throw new EvaluationError(`There is no format ${format}; there are ${NAMES.join(', ')}.`);
}
