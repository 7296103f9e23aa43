import type { Interactions } from './interactions.ts';

/** Rows of each listener in the order of the stream. */
export function rowsByUser({ users, userCount }: Interactions): readonly (readonly number[])[] {
  const out: number[][] = Array.from({ length: userCount }, () => []);
  users.forEach((user, row) => {
    out[user]!.push(row);
  });
  return out;
}

/** The tracks of the rows, each once, in order of their first. */
export function distinctItems(rows: readonly number[], items: Int32Array): number[] {
  return [...new Set(rows.map((row) => items[row]!))];
}
