import { createRanker, isRankerName, RANKERS, type Ranker, type RankerShape } from '@segue/core/rankers';
import { EvaluationError } from '../evaluation-error.ts';

export type CreateRanker = (shape: RankerShape) => Ranker;

/** Names that say what they are to those who come from elsewhere. */
const ALIASES: Readonly<Record<string, string>> = { majority: 'base-rate', 'scaled-logistic': 'logistic', segue: 'blend' };

/** The rankers that serve, by their names. */
export function classifierNamed(name: string): CreateRanker {
  const own = ALIASES[name] ?? name;
  if (!isRankerName(own)) {
    const names = [...Object.keys(RANKERS), ...Object.keys(ALIASES)];
    throw new EvaluationError(`There is no model ${name} for progressive; there are ${names.join(', ')}.`);
  }
  return (shape) => createRanker(own, shape);
}
