import type { Reason as ReasonData, ReasonKind } from '@segue/core/events';
import {
  Activity,
  Blend,
  CirclePlay,
  Compass,
  Disc3,
  type LucideIcon,
  MicVocal,
  Pin,
  Shuffle,
  SlidersHorizontal,
  Sparkles,
  TrendingUp,
  Users,
  Waypoints,
} from 'lucide-react';
import { memo } from 'react';
import { Bar } from '../../components/bar.tsx';
import { Icon } from '../../components/icon.tsx';
import styles from './reason.module.css';

const ICONS: Record<ReasonKind, LucideIcon> = {
  taste: Waypoints,
  'co-listened': Users,
  artist: MicVocal,
  genre: Disc3,
  sound: Activity,
  popular: TrendingUp,
  new: Sparkles,
  explore: Compass,
  variety: Shuffle,
  yours: Pin,
  start: CirclePlay,
  mixed: Blend,
  tuned: SlidersHorizontal,
};

/** Shares below this are noise to a reader. */
const SMALLEST_SHARE = 0.01;

interface ReasonProps {
  readonly reason: ReasonData;
  readonly open: boolean;
  readonly onToggle: () => void;
  /** Id of the details that it opens. */
  readonly detailsId: string;
}

/** Why a row stands where it stands, in one sentence; pressed, it says more. */
export const Reason = memo(function Reason({ reason, open, onToggle, detailsId }: ReasonProps) {
  const words = (
    <>
      <Icon of={ICONS[reason.kind]} size={16} />
      <span className={styles['text']}>{reason.text}</span>
    </>
  );
  if (reason.shares.length === 0) return <span className={styles['reason']}>{words}</span>;
  return (
    <button
      type="button"
      className={styles['reason']}
      tabIndex={-1}
      aria-expanded={open}
      aria-controls={open ? detailsId : undefined}
      onClick={onToggle}
    >
      {words}
    </button>
  );
});

interface ReasonDetailsProps {
  readonly reason: ReasonData;
  readonly id: string;
}

/** The signals behind a reason and how far the row would fall without each. */
export function ReasonDetails({ reason, id }: ReasonDetailsProps) {
  return (
    <dl id={id} className={styles['details']}>
      {reason.shares
        .filter(({ share }) => share >= SMALLEST_SHARE)
        .map(({ signal, share }) => (
          <div key={signal} className={styles['signal']}>
            <dt>{signal}</dt>
            <dd>
              <Bar share={share} />
              <span className={styles['share']}>{Math.round(share * 100)} %</span>
            </dd>
          </div>
        ))}
    </dl>
  );
}
