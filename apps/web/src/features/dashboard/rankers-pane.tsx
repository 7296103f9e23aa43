import type { RankerView } from '@segue/core/events';
import styles from './dashboard.module.css';
import { Pane, Table } from './pane.tsx';
import { ageText, countText } from './words.ts';

/** Too few to tell two rankers apart by. */
const FEW = 100;

interface RankersPaneProps {
  /** Of the chosen origin, best first. */
  readonly rankers: readonly RankerView[];
}

/** Which ranker would predict best what is heard out: those in shadow beside the one that serves. */
export function RankersPane({ rankers }: RankersPaneProps) {
  const [first] = rankers;
  return (
    <Pane title="Rankers in shadow" note="last 2,000 outcomes">
      <Table
        columns={['ranker', 'log loss', 'AUC']}
        rows={rankers.map(({ ranker, logLoss, auc }) => [
          ranker === 'serving' ? 'what serves' : ranker.replaceAll('-', ' '),
          logLoss.toFixed(3),
          auc === null ? '–' : auc.toFixed(3),
        ])}
        empty="No play from a list has come to its end yet."
      />
      {first && (
        <p className={styles['note']}>
          n {countText(first.n)}
          {first.n < FEW && ', too few to tell them apart'}, the last {ageText(first.ageMs)}. Heard out or liked, against skipped before
          half; each predicted before it was known. A lower log loss is better, a higher AUC is.
        </p>
      )}
    </Pane>
  );
}
