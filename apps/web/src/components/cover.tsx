'use client';

import { memo, useEffect, useRef, useState } from 'react';
import { useLive } from '../live/index.ts';
import styles from './cover.module.css';
import { coverSet } from './cover-set.ts';

interface CoverProps {
  readonly src: string;
  /** CSS pixels of a side, for the browser to keep the place; the style sheet may draw it at another size. */
  readonly size: number;
  readonly eager?: boolean;
  readonly className?: string | undefined;
}

/** A track's picture. The title stands beside it, so it says nothing to a screen reader; a missing one is a plain tile. */
export const Cover = memo(function Cover({ src, size, eager = false, className }: CoverProps) {
  const [missing, setMissing] = useState<string | null>(null);
  const classes = [styles['cover'], className].filter(Boolean).join(' ');
  if (missing === src) return <Missing className={`${classes} ${styles['missing']}`} onBack={() => setMissing(null)} />;
  return (
    // An <img>, since the api has the sizes; the image optimiser adds a hop.
    <img
      className={classes}
      src={src}
      srcSet={coverSet(src, size)}
      alt=""
      width={size}
      height={size}
      loading={eager ? 'eager' : 'lazy'}
      decoding="async"
      draggable={false}
      // It may have failed before this page had any script.
      ref={(img) => {
        if (img?.complete && img.currentSrc !== '' && img.naturalWidth === 0) setMissing(src);
      }}
      onError={() => setMissing(src)}
    />
  );
});

interface MissingProps {
  readonly className: string;
  /** The connection is back: what failed may come now. */
  readonly onBack: () => void;
}

function Missing({ className, onBack }: MissingProps) {
  const { connection } = useLive();
  const wasAway = useRef(false);
  useEffect(() => {
    if (connection === 'offline') wasAway.current = true;
    else if (wasAway.current) onBack();
  }, [connection, onBack]);
  return <span className={className} />;
}
