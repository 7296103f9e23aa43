import { type ExperimentView, ORIGINS } from '@segue/core/events';
import { type ArmSums, differenceOf, meanOf } from '@segue/core/experiments';
import { seriesNamed } from './series.ts';

const NONE: ArmSums = { n: 0, sum: 0, squares: 0 };
const ARMS = { ab: ['serving', 'challenger'], draft: ['preference'] } as const;

/** Every experiment, by whose listeners they are: sums of all instances add up, and the interval is made of the sums. */
export function experimentsOf(instances: readonly Readonly<Record<string, number>>[]): ExperimentView[] {
  const found = new Map<string, Pick<ExperimentView, 'name' | 'how' | 'ranker' | 'origin'> & { readonly arms: Map<string, ArmSums> }>();
  const fields = { n: 'segue_experiment_listeners', sum: 'segue_experiment_sum', squares: 'segue_experiment_squares' } as const;
  for (const values of instances) {
    for (const [field, series] of Object.entries(fields)) {
      for (const { labels, value } of seriesNamed(series, values)) {
        const origin = ORIGINS.find((one) => one === labels['origin']);
        const how = labels['how'] === 'ab' || labels['how'] === 'draft' ? labels['how'] : null;
        const { experiment: name, ranker, arm } = labels;
        if (!origin || !how || !name || !ranker || !arm) continue;
        const key = `${origin}/${name}/${how}/${ranker}`;
        const one = found.get(key) ?? { name, how, ranker, origin, arms: new Map<string, ArmSums>() };
        const sums = one.arms.get(arm) ?? NONE;
        one.arms.set(arm, { ...sums, [field]: sums[field as keyof ArmSums] + value });
        found.set(key, one);
      }
    }
  }
  return [...found.values()].map(({ arms, ...of }) => {
    const [first = NONE, second = NONE] = ARMS[of.how].map((arm) => arms.get(arm) ?? NONE);
    return {
      ...of,
      arms: ARMS[of.how].map((arm) => {
        const { n, sum } = arms.get(arm) ?? NONE;
        return { arm, listeners: n, mean: n > 0 ? sum / n : null };
      }),
      effect: of.how === 'ab' ? differenceOf(first, second) : meanOf(first),
    };
  });
}
