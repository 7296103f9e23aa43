import { memo } from 'react';
import styles from './bar.module.css';

interface BarProps {
  /** 0..1. */
  readonly share: number;
  /** Said by a screen reader; without it the bar is an ornament of a figure beside it. */
  readonly label?: string;
  readonly loud?: boolean;
}

/**
 * A thin bar. Its width is an SVG attribute, for the page's policy allows no inline style. It does not grow but is as wide as it
 * is: what moves inside an SVG is laid out and drawn by the page itself, at each frame.
 */
export const Bar = memo(function Bar({ share, label, loud = false }: BarProps) {
  const width = Math.round(Math.min(1, Math.max(0, share)) * 1000) / 10;
  return (
    <span className={styles['bar']} data-loud={loud}>
      <svg viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
        <rect className={styles['rest']} width="100" height="4" />
        <rect className={styles['share']} width={width} height="4" />
      </svg>
      {label !== undefined && <span className="spoken">{label}</span>}
    </span>
  );
});
