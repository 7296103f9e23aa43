import { OPERATOR_BANDS_MS, type OriginView } from '@segue/core/events';
import styles from './dashboard.module.css';

interface HeatMapProps {
  readonly history: OriginView['history'];
  /** In words: `5 min`. */
  readonly window: string;
}

const CELL = 10;
const GAP = 2;

/** How many gestures took how long, by cell of time: one hue, stronger for more. */
export function HeatMap({ history, window }: HeatMapProps) {
  const bands = OPERATOR_BANDS_MS.length + 1;
  const most = Math.max(1, ...history.flatMap((moment) => moment.bands));
  return (
    <div className={styles['heat']}>
      <ul className={styles['bands']} aria-hidden="true">
        {[...OPERATOR_BANDS_MS, null].toReversed().map((bound) => (
          <li key={bound ?? 'more'}>{bound ?? 'more'}</li>
        ))}
      </ul>
      <svg
        viewBox={`0 0 ${history.length * CELL} ${bands * CELL}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`Gestures by how long they took, over the last ${window}`}
      >
        {history.flatMap(({ atMs, bands: counts }, x) =>
          counts.map((count, band) => (
            <rect
              key={`${atMs}/${band}`}
              x={x * CELL}
              y={(bands - 1 - band) * CELL}
              width={CELL - GAP}
              height={CELL - GAP}
              rx={1.5}
              fill={count === 0 ? 'var(--raised)' : 'var(--info)'}
              fillOpacity={count === 0 ? 1 : 0.25 + (0.75 * Math.log1p(count)) / Math.log1p(most)}
            />
          )),
        )}
      </svg>
    </div>
  );
}
