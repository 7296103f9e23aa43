'use client';

import { useLive } from '../../live/index.ts';
import styles from './status.module.css';
import { statusWords } from './status-words.ts';

interface StatusProps {
  /** The word alone, for a narrow head. */
  readonly brief?: boolean;
}

/** Whether the list is live, and what waits. */
export function Status({ brief = false }: StatusProps) {
  const { tone, word, waiting, notes } = statusWords(useLive());
  if (brief) {
    return (
      <span className={styles['brief']} data-tone={tone} data-testid="status-brief">
        <span className={styles['sign']} aria-hidden="true" />
        {word.toLowerCase()}
      </span>
    );
  }
  return (
    <section className={styles['root']} aria-label="Status" data-testid="status">
      {notes.map((note) => (
        <p key={note} className={styles['note']}>
          {note}
        </p>
      ))}
      <p className={styles['line']} data-tone={tone}>
        <span className={styles['sign']} aria-hidden="true" />
        <span className={styles['word']}>{word}</span>
        <span className={styles['waiting']}>{waiting}</span>
      </p>
    </section>
  );
}
