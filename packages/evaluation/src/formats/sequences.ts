import { type Interactions, interactionsOf, type Row } from '../data/interactions.ts';
import { nameOf } from './file-name.ts';
import { parseLines } from './lines.ts';

/** `user item item …`, a listener a line, oldest first. No times: listeners are interleaved by chance, each in order. */
export async function readSequences(file: string, seed: number): Promise<Interactions> {
  const rows: Row[] = [];
  const lineOf = new Map<string, number>();
  await parseLines(file, ({ number, text }) => {
    const [user, ...items] = text.trim().split(/\s+/);
    if (!user) return 'expected a listener and tracks, separated by spaces';
    if (items.length === 0) return `listener ${user} has no tracks`;
    const earlier = lineOf.get(user);
    if (earlier !== undefined) return `listener ${user} has a line already, ${earlier}`;
    lineOf.set(user, number);
    for (const item of items) rows.push({ user, item, strength: 1, atMs: null });
    return null;
  });
  return interactionsOf(nameOf(file), rows, 'as-read', seed);
}
