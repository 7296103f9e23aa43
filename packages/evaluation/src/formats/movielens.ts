import { stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type Interactions, interactionsOf, type Row } from '../data/interactions.ts';
import { EvaluationError } from '../evaluation-error.ts';
import { parseLines } from './lines.ts';

const COLUMNS = 'userId,movieId,rating,timestamp';

/** MovieLens: `ratings.csv` or `u.data`, or the folder that holds one of them. Every rating is one listen. */
export async function readMovielens(path: string, seed: number): Promise<Interactions> {
  const file = await ratingsIn(path);
  const rows: Row[] = [];
  const tabs = basename(file) === 'u.data';
  await parseLines(file, ({ number, text }) => {
    if (number === 1 && !tabs) {
      return text.replace(/^\uFEFF/, '').trim() === COLUMNS ? null : `expected the columns ${COLUMNS}`;
    }
    const fields = text.split(tabs ? '\t' : ',');
    const [user, item, rating, seconds] = fields;
    if (fields.length !== 4 || !user || !item) return `expected ${COLUMNS}`;
    if (!isNumber(rating) || Number(rating) < 0) return `rating is ${rating}, expected a number from 0`;
    if (!isNumber(seconds) || Number(seconds) < 0) return `timestamp is ${seconds}, expected seconds since 1970`;
    rows.push({ user, item, strength: 1, atMs: Number(seconds) * 1000 });
    return null;
  });
  return interactionsOf(nameOf(path), rows, 'by-time', seed);
}

async function ratingsIn(path: string): Promise<string> {
  const found = await stat(path).catch(() => null);
  if (!found) throw new EvaluationError(`${path} is not there`);
  if (!found.isDirectory()) return path;
  for (const name of ['ratings.csv', 'u.data']) {
    if (await stat(join(path, name)).catch(() => null)) return join(path, name);
  }
  throw new EvaluationError(`${path} holds neither ratings.csv nor u.data`);
}

/** The folder's name says more than `ratings.csv`. */
function nameOf(path: string): string {
  const parts = path.split(/[/\\]/).filter((part) => part && part !== '.');
  return (/^(ratings\.csv|u\.data)$/.test(parts.at(-1) ?? '') ? parts.at(-2) : parts.at(-1)) ?? 'movielens';
}

const isNumber = (text: string | undefined): text is string => text !== undefined && text.trim() !== '' && Number.isFinite(Number(text));
