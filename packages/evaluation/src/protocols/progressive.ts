import type { CreateRanker } from '../classifiers/index.ts';
import { aucOf } from '../figures/auc.ts';
import { addTo, createTally } from '../figures/tally.ts';
import type { LabelledStream } from '../formats/stream.ts';
import { createMeter } from './meter.ts';
import type { CurvePoint, Outcome } from './outcome.ts';

/** Rows that follow each other are alike: intervals are had by drawing blocks of them. */
const BLOCKS = 100;
const LEAST_PROBABILITY = 1e-15;

/** Predict, score, learn, row by row. */
export function runProgressive(stream: LabelledStream, create: CreateRanker, { seed }: { readonly seed: number }): Outcome {
  const { labels, values, columns } = stream;
  const right = createTally('accuracy', BLOCKS);
  const loss = createTally('log loss', BLOCKS);
  const predictions = new Float64Array(labels.length);
  const meter = createMeter();
  const model = meter.hold(create({ columns: columns.length, seed }));
  let notFinite = 0;
  for (let row = 0; row < labels.length; row++) {
    const label = labels[row] === 1 ? 1 : 0;
    const own = values.subarray(row * columns.length, (row + 1) * columns.length);
    const block = Math.floor((row / labels.length) * BLOCKS);
    let start = performance.now();
    const predicted = model.predict(own);
    meter.ranking(start);
    const finite = Number.isFinite(predicted);
    if (!finite) notFinite++;
    // A miss: as wrong as can be.
    const probability = finite
      ? Math.max(LEAST_PROBABILITY, Math.min(1 - LEAST_PROBABILITY, predicted))
      : LEAST_PROBABILITY + (1 - label) * (1 - 2 * LEAST_PROBABILITY);
    predictions[row] = probability;
    addTo(right, block, probability > 0.5 === (label === 1) ? 1 : 0);
    addTo(loss, block, -Math.log(label === 1 ? probability : 1 - probability));
    start = performance.now();
    model.learn(own, label, 1);
    meter.learning(start);
  }
  const auc = aucOf(predictions, labels);
  const curve: CurvePoint[] = [...right.counts.keys()]
    .filter((block) => right.counts[block]! > 0)
    .map((block) => ({ at: (block + 0.5) / BLOCKS, value: right.sums[block]! / right.counts[block]! }));
  return { tallies: [right, loss], figures: auc ? [{ metric: 'ROC AUC', ...auc }] : [], cost: meter.cost(), notFinite, curve };
}
