import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Interactions, interactionsOf, type Row } from '../data/interactions.ts';
import { EvaluationError } from '../evaluation-error.ts';
import { parseLines } from './lines.ts';

const COLUMNS = 'userId,movieId,rating,timestamp';
const FILES = ['ratings.csv', 'u.data', 'ratings.dat'];
/** Seconds beyond are milliseconds: these are of the year 5138. */
const MOST_SECONDS = 1e11;

/**
 * MovieLens: `ratings.csv` with its head, or tabs (`u.data`) or double colons (`ratings.dat`) without one, or the folder that holds one
 * of them. Every rating is one listen.
 */
export async function readMovielens(path: string, seed: number): Promise<Interactions> {
  const file = await ratingsIn(path);
  const rows: Row[] = [];
  let separator = ',';
  await parseLines(file, ({ text, isFirst }) => {
    if (isFirst) {
      separator = separatorOf(text);
      if (separator === ',') return text.trim() === COLUMNS ? null : `expected the columns ${COLUMNS}`;
    }
    const fields = text.split(separator).map(unquoted);
    const [user, item, rating, seconds] = fields;
    if (fields.length !== 4 || !user || !item) return `expected ${COLUMNS}`;
    if (!isNumber(rating) || Number(rating) < 0) return `rating is ${rating}, expected a number from 0`;
    if (!isNumber(seconds) || Number(seconds) < 0) return `timestamp is ${seconds}, expected seconds since 1970`;
    if (Number(seconds) > MOST_SECONDS) return `timestamp is ${seconds}, expected seconds since 1970: are these milliseconds?`;
    rows.push({ user, item, strength: 1, atMs: Number(seconds) * 1000 });
    return null;
  });
  return interactionsOf(nameOf(path), rows, 'by-time', seed);
}

const separatorOf = (line: string): string => ['\t', '::'].find((one) => line.includes(one)) ?? ',';
const unquoted = (field: string): string => field.trim().replace(/^"(.*)"$/, '$1');

async function ratingsIn(path: string): Promise<string> {
  const found = await stat(path).catch(() => null);
  if (!found) throw new EvaluationError(`${path} is not there`);
  if (!found.isDirectory()) return path;
  for (const name of FILES) {
    if (await stat(join(path, name)).catch(() => null)) return join(path, name);
  }
  throw new EvaluationError(`${path} holds none of ${FILES.join(', ')}`);
}

/** The folder's name says more than `ratings.csv`. */
function nameOf(path: string): string {
  const parts = path.split(/[/\\]/).filter((part) => part && part !== '.');
  return (FILES.includes(parts.at(-1) ?? '') ? parts.at(-2) : parts.at(-1)) ?? 'movielens';
}

const isNumber = (text: string | undefined): text is string => text !== undefined && text.trim() !== '' && Number.isFinite(Number(text));
