import { EvaluationError } from '../evaluation-error.ts';
import { createAls } from './als.ts';
import { createColisten } from './colisten.ts';
import { createDecayedPopular } from './decayed-popular.ts';
import { createEase } from './ease.ts';
import { createIncrementalSgd } from './incremental-sgd.ts';
import { createItemKnn } from './item-knn.ts';
import { createPopular } from './popular.ts';
import { createRandomRecommender } from './random.ts';
import type { CreateRecommender } from './recommender.ts';
import { createSegue, SEGUE_WITHOUT } from './segue.ts';
import { createSegueSlate } from './segue-slate.ts';
import { createVsKnn } from './vs-knn.ts';

const OURS: Readonly<Record<string, CreateRecommender>> = {
  segue: createSegue,
  'segue-slate': createSegueSlate,
  ...SEGUE_WITHOUT,
  colisten: createColisten,
};

/** What ours is compared with. */
const BUILT_IN: Readonly<Record<string, CreateRecommender>> = {
  random: createRandomRecommender,
  popular: createPopular,
  'decayed-popular': createDecayedPopular,
  'item-knn': createItemKnn,
  'vs-knn': createVsKnn,
  'incremental-sgd': createIncrementalSgd,
  ease: createEase,
  als: createAls,
};

export const MODEL_NAMES: readonly string[] = [...Object.keys(OURS), ...Object.keys(BUILT_IN)];
export const isBuiltIn = (name: string): boolean => Object.hasOwn(BUILT_IN, name);

export function recommenderNamed(name: string): CreateRecommender {
  const found = Object.hasOwn(OURS, name) ? OURS[name] : isBuiltIn(name) ? BUILT_IN[name] : undefined;
  if (!found) throw new EvaluationError(`There is no model ${name}; there are ${MODEL_NAMES.join(', ')}.`);
  return found;
}
