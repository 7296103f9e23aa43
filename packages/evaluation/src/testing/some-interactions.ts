import { type Interactions, interactionsOf, type Row } from '../data/interactions.ts';
import { createRandom } from '../random.ts';

/** Listeners who draw their tracks by chance, each a track once: nothing to be learnt. A minute between listens. */
export function someInteractions({
  listeners = 60,
  tracks = 100,
  each = 20,
}: {
  readonly listeners?: number;
  readonly tracks?: number;
  readonly each?: number;
} = {}): Interactions {
  const random = createRandom(7);
  const rows: Row[] = [];
  const had = new Set<string>();
  for (let listen = 0; listen < each; listen++) {
    for (let listener = 0; listener < listeners; listener++) {
      let item = '';
      do item = `t${Math.floor(random() * tracks)}`;
      while (had.has(`${listener} ${item}`));
      had.add(`${listener} ${item}`);
      rows.push({ user: `u${listener}`, item, strength: 1, atMs: rows.length * 60_000 });
    }
  }
  return interactionsOf('chance', rows, 'by-time', 0);
}

/** `[listener, track]` a listen, a minute apart. */
export const interactionsFrom = (pairs: readonly (readonly [string, string])[]): Interactions =>
  interactionsOf(
    'told',
    pairs.map(([user, item], i) => ({ user, item, strength: 1, atMs: i * 60_000 })),
    'by-time',
    0,
  );
