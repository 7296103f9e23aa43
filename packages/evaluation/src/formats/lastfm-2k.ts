import { basename, join, resolve } from 'node:path';
import { type Interactions, interactionsOf, type Row } from '../data/interactions.ts';
import { parseLines } from './lines.ts';

const COLUMNS = ['userID', 'artistID', 'weight'];

/**
 * Last.fm 2K (HetRec 2011): who played which artist how often, without times. An artist stands in for a track; a row is one
 * event of strength log(1 + plays), and the rows are shuffled: in the file they ascend by artist.
 */
export async function readLastfm2k(folder: string, seed: number): Promise<Interactions> {
  const rows: Row[] = [];
  await parseLines(join(folder, 'user_artists.dat'), ({ text, isFirst }) => {
    const fields = text
      .replace(/^\/\//, '')
      .split('\t')
      .map((field) => field.trim());
    if (isFirst) return COLUMNS.join() === fields.join() ? null : `expected the columns ${COLUMNS.join(', ')}`;
    const [user, item, weight] = fields;
    if (fields.length !== 3 || !user || !item) return `expected ${COLUMNS.join(', ')}, separated by tabs`;
    const plays = Number(weight);
    if (!Number.isInteger(plays) || plays < 1) return `weight is ${weight}, expected a whole number from 1`;
    rows.push({ user, item, strength: Math.log(1 + plays), atMs: null });
    return null;
  });
  return interactionsOf(basename(resolve(folder)), rows, 'none', seed);
}
