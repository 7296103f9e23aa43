'use client';

import { useId, useState } from 'react';
import { clockText } from '../../components/clock-text.ts';
import styles from './seek-bar.module.css';
import { strokesOf } from './strokes.ts';

interface SeekBarProps {
  /** Picks the pattern: the same track always has the same one. */
  readonly seed: string;
  readonly positionSeconds: number;
  readonly durationSeconds: number;
  readonly disabled: boolean;
  readonly onSeek: (seconds: number) => void;
}

const STROKES = 168;
const HEIGHT = 44;

/** Where the track is, and the way to another place in it: a real slider under a drawing. */
export function SeekBar({ seed, positionSeconds, durationSeconds, disabled, onSeek }: SeekBarProps) {
  const [dragged, setDragged] = useState<number | null>(null);
  const clip = useId();
  const at = Math.min(dragged ?? positionSeconds, durationSeconds);
  const x = durationSeconds > 0 ? Math.round((at / durationSeconds) * STROKES * 10) / 10 : 0;
  // Two halves, every other stroke: on a narrow page the second is left out.
  const [even, odd] = strokesOf(seed, STROKES, HEIGHT);
  const release = () => {
    if (dragged !== null) onSeek(dragged);
    setDragged(null);
  };
  return (
    <div className={styles['root']}>
      <svg className={styles['drawing']} viewBox={`0 0 ${STROKES} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
        <clipPath id={clip}>
          <rect width={x} height={HEIGHT} />
        </clipPath>
        <g className={styles['rest']}>
          <path d={even} />
          <path className={styles['odd']} d={odd} />
        </g>
        <g className={styles['played']} clipPath={`url(#${clip})`}>
          <path d={even} />
          <path className={styles['odd']} d={odd} />
        </g>
        {x > 0 && <path className={styles['head']} d={`M${x} 2V${HEIGHT - 2}`} />}
      </svg>
      <input
        className={styles['slider']}
        type="range"
        aria-label="Seek"
        min={0}
        max={Math.max(1, Math.floor(durationSeconds))}
        step={1}
        value={Math.floor(at)}
        aria-valuetext={`${clockText(at)} of ${clockText(durationSeconds)}`}
        disabled={disabled}
        onChange={(event) => setDragged(event.currentTarget.valueAsNumber)}
        onPointerUp={release}
        // A finger's stroke that became a scroll of the page seeks nothing.
        onPointerCancel={() => setDragged(null)}
        onKeyUp={release}
        onBlur={release}
      />
    </div>
  );
}
