import { isRankerName, RANKERS, type RankerName } from '@segue/core/rankers';
import { z } from 'zod';

/** One ranking tried against what serves: on half of the listeners (`ab`), or drafted into everybody's list (`draft`). */
export interface Experiment {
  readonly name: string;
  readonly how: 'ab' | 'draft';
  readonly ranker: RankerName;
}

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
