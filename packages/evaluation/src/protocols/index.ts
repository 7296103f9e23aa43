import type { Interactions } from '../data/interactions.ts';
import { EvaluationError } from '../evaluation-error.ts';
import type { CreateRecommender } from '../models/recommender.ts';
import { runHoldout } from './holdout.ts';
import { runLeaveOneOut } from './leave-one-out.ts';
import type { Outcome } from './outcome.ts';
import { runPrequential } from './prequential.ts';

export interface ProtocolOptions {
  /** Null: what the protocol usually has. */
  readonly k: number | null;
  readonly testShare: number;
  readonly seed: number;
  readonly rankEvery: number;
}

export type Protocol = (data: Interactions, create: CreateRecommender, options: ProtocolOptions) => Outcome;

/** Those that rank tracks for listeners. */
const PROTOCOLS: Readonly<Record<string, Protocol>> = {
  prequential: (data, create, { k, seed, rankEvery }) => runPrequential(data, create, { k: k ?? 20, seed, rankEvery }),
  holdout: (data, create, { k, testShare, seed }) => runHoldout(data, create, { k: k ?? 10, testShare, seed }),
  'leave-one-out': runLeaveOneOut,
};

export function protocolNamed(name: string): Protocol {
  const found = Object.hasOwn(PROTOCOLS, name) ? PROTOCOLS[name] : undefined;
  if (!found)
    throw new EvaluationError(
      `There is no protocol ${name}; there are ${[...Object.keys(PROTOCOLS), 'progressive', 'offpolicy'].join(', ')}.`,
    );
  return found;
}
