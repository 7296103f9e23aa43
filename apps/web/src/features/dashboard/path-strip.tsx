import type { OriginView } from '@segue/core/events';
import styles from './dashboard.module.css';
import { countText, msText, STEP_NAMES } from './words.ts';

type PathStripProps = Pick<OriginView, 'path' | 'steps' | 'painted' | 'clockErrorMs'>;

const WIDTH = 1_000;
/** Drawn at least this wide, so that a short step is there. */
const LEAST = 4;
const GAP = 2;

/** The way of one real gesture, widths in proportion; where no page painted one, the middle times of each step. */
export function PathStrip({ path, steps, painted, clockErrorMs }: PathStripProps) {
  const drawn = path
    ? path.steps.map(({ step, ms, estimate }) => ({ step, ms, estimate }))
    : steps.map(({ step, figure, estimate }) => ({ step, ms: figure.p50 ?? 0, estimate }));
  if (drawn.length === 0) return null;
  const total = drawn.reduce((sum, { ms }) => sum + ms, 0) || 1;
  const hottest = Math.max(...drawn.map(({ ms }) => ms));
  const widths = drawn.map(({ ms }) => LEAST + (ms / total) * (WIDTH - drawn.length * LEAST));
  return (
    <>
      <svg className={styles['strip']} viewBox={`0 0 ${WIDTH} 10`} preserveAspectRatio="none" aria-hidden="true">
        {drawn.map(({ step, ms }, i) => (
          <rect
            key={step}
            x={widths.slice(0, i).reduce((sum, width) => sum + width, 0)}
            y={0}
            width={(widths[i] ?? LEAST) - GAP}
            height={10}
            rx={2}
            fill="var(--info)"
            fillOpacity={0.3 + (0.7 * ms) / (hottest || 1)}
          />
        ))}
      </svg>
      <ul className={styles['steps']}>
        {drawn.map(({ step, ms, estimate }) => (
          <li key={step} data-hot={ms === hottest}>
            <strong>
              {estimate && '≈ '}
              {msText(ms)}
            </strong>
            <span>
              {STEP_NAMES[step] ?? step}
              {ms === hottest && ' ▲'}
            </span>
          </li>
        ))}
        <li className={styles['whole']}>
          <strong>{path ? `${msText(path.totalMs)} of n ${countText(painted.n)}` : 'each step by itself'}</strong>
          <span>
            {path ? 'one real gesture, nearest the middle' : 'middle times, they do not add up'}; ≈ is half of a round trip
            {clockErrorMs !== null && `; push is by two clocks, ± ${msText(clockErrorMs)}`}
          </span>
        </li>
      </ul>
    </>
  );
}
