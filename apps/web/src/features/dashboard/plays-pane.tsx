import type { OriginView, PlaysView } from '@segue/core/events';
import styles from './dashboard.module.css';
import { Pane, Table } from './pane.tsx';
import { countText, shareText, windowText } from './words.ts';

const HOUR_SECONDS = 3_600;
/** Of fewer plays than these no share is told. */
const FEW = 20;

interface PlaysPaneProps {
  /** Of the chosen origin. */
  readonly plays: OriginView['plays'] | undefined;
  readonly windowSeconds: number;
}

/** Whether lists are listened to: what came of the plays from them, lately and in the hour. */
export function PlaysPane({ plays, windowSeconds }: PlaysPaneProps) {
  const shown = plays === undefined ? [] : windowSeconds === HOUR_SECONDS ? [plays.hour] : [plays.window, plays.hour];
  const spans = windowSeconds === HOUR_SECONDS ? [HOUR_SECONDS] : [windowSeconds, HOUR_SECONDS];
  const row = (name: string, of: (one: PlaysView) => string): [string, ...string[]] => [name, ...shown.map(of)];
  return (
    <Pane title="Does it get better?" note="plays from the list">
      <Table
        columns={['of plays', ...spans.map((seconds) => `last ${windowText(seconds)}`)]}
        rows={
          plays && plays.hour.n > 0
            ? [
                row('heard out', ({ heardOut, n }) => partText(heardOut, n)),
                row('heard out, of the first five', ({ first }) => partText(first.heardOut, first.n)),
                row('skipped within 30 s', ({ skippedSoon, n }) => partText(skippedSoon, n)),
                row('plays that ended', ({ n }) => countText(n)),
              ]
            : []
        }
        empty="No play from a list has come to its end in the last hour."
      />
      {plays && plays.hour.n > 0 && (
        <p className={styles['note']}>
          A play counts ten seconds after its end, unless that was undone. Under {FEW} of them no share is told.
        </p>
      )}
    </Pane>
  );
}

const partText = (part: number, n: number): string => (n < FEW ? '–' : shareText(part / n));
