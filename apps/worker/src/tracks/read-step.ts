import { AppError } from '@segue/core/errors';
import { partitionOf } from '@segue/core/events';
import { type TrackStep, unpackStep } from '@segue/core/model';
import type { LogRecord } from '@segue/core/ports';
import type { Refusal } from '../refusals.ts';

export type ReadStep = { readonly ok: true; readonly step: TrackStep } | ({ readonly ok: false } & Refusal);

const refused = (field: string, reason: string): ReadStep => ({ ok: false, field, reason });

/** What has to be a number, by the name that a refusal gives it. */
const NUMBERS: readonly (readonly [field: string, of: (step: TrackStep) => number])[] = [
  ['epoch', (step) => step.source.epoch],
  ['partition', (step) => step.source.partition],
  ['offset', (step) => step.source.offset],
  ['atMs', (step) => step.atMs],
  ['target', (step) => step.target],
  ['weight', (step) => step.weight],
  ['listens', (step) => step.listens],
];

/** A record of `track-steps`, or why it cannot be one: a step that is no number would spoil its track for good. */
export function readStep(record: LogRecord, partition: number, partitions: number): ReadStep {
  if (!record.value) return refused('', 'empty');
  let step: TrackStep;
  try {
    step = unpackStep(record.value);
  } catch (cause) {
    if (cause instanceof AppError && cause.code === 'record_malformed') return refused('', cause.message);
    throw cause;
  }
  if (partitionOf(step.track, partitions) !== partition)
    return refused('track', `${step.track} belongs to partition ${partitionOf(step.track, partitions)}, and this is ${partition}`);
  for (const [field, of] of NUMBERS) if (!Number.isFinite(of(step))) return refused(field, `${of(step)} is no number to learn from`);
  if (step.gesture && !(step.gesture.heardFraction >= 0 && step.gesture.heardFraction <= 1))
    return refused('gesture', `${step.gesture.heardFraction} is no share of a track`);
  if (step.with.some((pair) => !(pair.weight > 0 && pair.weight < Number.POSITIVE_INFINITY)))
    return refused('with', 'a pair without a weight above 0');
  return { ok: true, step };
}
