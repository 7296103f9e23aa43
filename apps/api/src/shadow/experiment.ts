import { isRankerName, RANKERS, type RankerName } from '@segue/core/rankers';
import { z } from 'zod';

/** One ranking tried against what serves: on half of the listeners (`ab`), or drafted into everybody's list (`draft`). */
export interface Experiment {
  readonly name: string;
  readonly how: 'ab' | 'draft';
  readonly ranker: RankerName;
  /** How many outcomes the ranker has learnt before it is tried on anybody; `ENOUGH_TO_BE_TRIED` without it. */
  readonly after?: number;
}

/** With fewer a ranker's order is no better than chance, and its listeners and the figures would pay for it. */
export const ENOUGH_TO_BE_TRIED = 200;

/** As the setting has it: what counts as the same experiment. */
export const textOf = ({ name, how, ranker }: Experiment): string => `${name}=${how}:${ranker}`;

const names = Object.keys(RANKERS).join(', ');

/** Names of rankers, separated by commas; `none` for none. */
export const ShadowRankers = z
  .string()
  .default('logistic,ftrl,hoeffding-tree,adaptive-tree,network,blend')
  .transform((text, context) => {
    const given = text
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== '' && name !== 'none');
    const wrong = given.find((name) => !isRankerName(name));
    if (wrong !== undefined) context.addIssue({ code: 'custom', message: `there is no ranker ${wrong}; there are ${names}` });
    return given.filter(isRankerName);
  });

/** NAME=ab:RANKER or NAME=draft:RANKER. */
export const ExperimentSetting = z
  .string()
  .transform((text, context): Experiment | null => {
    const [, name, how, ranker] = /^([a-z0-9-]{1,40})=(ab|draft):([a-z-]+)$/.exec(text) ?? [];
    if (name && (how === 'ab' || how === 'draft') && ranker && isRankerName(ranker)) return { name, how, ranker };
    context.addIssue({ code: 'custom', message: `expected NAME=ab:RANKER or NAME=draft:RANKER with a ranker of ${names}` });
    return null;
  })
  .optional();

/** Outcomes that the ranker learns before it is tried. */
export const ExperimentAfter = z.coerce.number().int().min(0).max(1_000_000).default(ENOUGH_TO_BE_TRIED);
