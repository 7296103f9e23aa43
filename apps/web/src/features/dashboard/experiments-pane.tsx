import type { ExperimentView } from '@segue/core/events';
import styles from './dashboard.module.css';
import { Pane, Rows } from './pane.tsx';
import { countText, effectText, shareText, verdictText } from './words.ts';

const ARM_NAMES: Readonly<Record<string, string>> = { serving: 'what serves', challenger: 'with the ranker', preference: 'both drafted' };

interface ExperimentsPaneProps {
  /** Of the chosen origin. */
  readonly experiments: readonly ExperimentView[];
}

/** What is tried on listeners, and what is known of it so far. */
export function ExperimentsPane({ experiments }: ExperimentsPaneProps) {
  return (
    <Pane title="Experiments" note="since start, 95 %, whenever you look">
      {experiments.length === 0 && <p className={styles['note']}>No listener has counted in one.</p>}
      {experiments.map((one) => (
        <Experiment key={`${one.name}/${one.how}/${one.ranker}`} experiment={one} />
      ))}
    </Pane>
  );
}

function Experiment({ experiment: { name, how, ranker, arms, effect } }: { readonly experiment: ExperimentView }) {
  const meanText = (mean: number | null) => (mean === null ? '–' : how === 'ab' ? shareText(mean) : mean.toFixed(2));
  return (
    <>
      <Rows
        rows={[
          ...arms.map(({ arm, listeners, mean }) => ({
            name: ARM_NAMES[arm] ?? arm,
            value: meanText(mean),
            of: `n ${countText(listeners)}`,
          })),
          { name: how === 'ab' ? 'difference' : 'preference', value: effectText(effect, how), of: verdictText(effect) },
        ]}
        empty=""
      />
      <p className={styles['note']}>
        {name}: {ranker.replaceAll('-', ' ')},{' '}
        {how === 'ab' ? 'on half of the listeners, share of plays heard out' : 'drafted into every list, -1 what serves to 1 the ranker'}. A
        listener counts once, with their first five plays.
      </p>
    </>
  );
}
