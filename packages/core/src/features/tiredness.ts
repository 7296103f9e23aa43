import type { TrackId } from '../events/index.ts';
import { RowScores, Scratch } from './row-scores.ts';
import type { Signal } from './signal.ts';

const SHOWN_WEIGHT = 0.25;
const DISLIKED_WEIGHT = 1.5;
const HEARD_WEIGHT = 0.5;

const scratch = new Scratch();

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
    for (const id of new Set(listener.recent.map((listen) => listen.trackId))) add(id, HEARD_WEIGHT);
    for (const id of listener.disliked) add(id, DISLIKED_WEIGHT);
    for (let i = 0; i < rows.length; i++) out[i] = costs.at(rows[i]!);
  },
};
