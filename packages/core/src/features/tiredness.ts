import type { TrackId } from '../events/index.ts';
import { RowScores, Scratch } from './row-scores.ts';
import type { Signal } from './signal.ts';

const SHOWN_WEIGHT = 0.25;
const DISLIKED_WEIGHT = 1.5;
const HEARD_WEIGHT = 0.5;

const scratch = new Scratch();
const heardScratch = new Scratch();

/** Shown often and never taken, heard a while ago, or disliked: not now. */
export const tiredness: Signal = {
  name: 'tiredness',
  group: 'tired',
  score: ({ model, listener, fatigue }, rows, out) => {
    const costs = new RowScores(scratch, model.size);
    const add = (id: TrackId, cost: number) => {
      const row = model.rowOf(id);
      if (row !== undefined) costs.add(row, -cost);
    };
    for (const [id, shown] of fatigue) add(id, SHOWN_WEIGHT * (1 - Math.exp(-shown / 6)));
    // Once each, however often it was heard.
    const heard = new RowScores(heardScratch, model.size);
    for (const { trackId } of listener.recent) {
      const row = model.rowOf(trackId);
      if (row === undefined || heard.has(row)) continue;
      heard.add(row, 1);
      costs.add(row, -HEARD_WEIGHT);
    }
    for (const id of listener.disliked) add(id, DISLIKED_WEIGHT);
    for (let i = 0; i < rows.length; i++) out[i] = costs.at(rows[i]!);
  },
};
