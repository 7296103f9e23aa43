import type { SyntheticEvent } from 'react';
import styles from './slider.module.css';

interface SliderProps {
  readonly label: string;
  /** 0..1. */
  readonly value: number;
  /** While it moves. */
  readonly onDrag: (value: number) => void;
  /** When the hand, or the key, lets go. */
  readonly onRelease?: (value: number, atMs: number) => void;
  /** When the hand is taken off it: a finger's stroke became a scroll of the page. */
  readonly onGiveUp?: () => void;
  /** The value as it is read aloud. */
  readonly text: (value: number) => string;
}

/** Keys that move a range input. */
const MOVES = /^(Arrow|Home|End|Page)/;

/** A slider from 0 to 1: a real range input over a track that is drawn. */
export function Slider({ label, value, onDrag, onRelease, onGiveUp, text }: SliderProps) {
  const release = (event: SyntheticEvent<HTMLInputElement>) => onRelease?.(event.currentTarget.valueAsNumber, event.timeStamp);
  const percent = Math.round(value * 1000) / 10;
  return (
    <span className={styles['root']}>
      <svg className={styles['track']} aria-hidden="true">
        <rect className={styles['rest']} width="100%" height="4" rx="2" />
        <rect className={styles['share']} width={`${percent}%`} height="4" rx="2" />
      </svg>
      <input
        className={styles['input']}
        type="range"
        aria-label={label}
        min={0}
        max={1}
        step={0.01}
        value={value}
        aria-valuetext={text(value)}
        onChange={(event) => onDrag(event.currentTarget.valueAsNumber)}
        onPointerUp={release}
        onPointerCancel={onGiveUp}
        onKeyUp={(event) => MOVES.test(event.key) && release(event)}
      />
    </span>
  );
}
