import type { MouseEvent } from 'react';
import styles from './heard-line.module.css';
import type { HeardLineState } from './heard-state.ts';

interface HeardLineViewProps {
  readonly state: HeardLineState;
  /** What an answer looks like, said once. */
  readonly hint: string | null;
  /** What a screen reader hears, once. */
  readonly spoken: string;
  readonly onUndo: (event: MouseEvent) => void;
}

/** One sentence about the last gesture, undo beside it, and how long it took to be seen. */
export function HeardLineView({ state, hint, spoken, onUndo }: HeardLineViewProps) {
  return (
    <section className={styles['root']} aria-label="What Segue heard" data-testid="heard-line" data-kind={state.kind}>
      <span className={styles['dot']} data-kind={state.kind} aria-hidden="true" />
      <p className={styles['sentence']}>
        <Sentence state={state} />
        {hint !== null && <span className={styles['hint']}> {hint}</span>}
      </p>
      {state.kind === 'heard' && state.button !== null && (
        <button type="button" className={styles['undo']} onClick={onUndo}>
          {state.button}
        </button>
      )}
      {state.kind === 'heard' && state.tookMs !== null && (
        <span className={styles['took']} data-testid="took">
          re-ordered in {Math.round(state.tookMs)} ms
        </span>
      )}
      <span className="spoken" role="status">
        {spoken}
      </span>
    </section>
  );
}

function Sentence({ state }: Pick<HeardLineViewProps, 'state'>) {
  switch (state.kind) {
    case 'quiet':
      return 'Every skip, like and finished track re-orders this list. You will see here what was heard.';
    case 'offline':
    case 'refused':
      return state.text;
    case 'heard':
      return (
        <>
          {state.words.before}
          {state.words.title !== null && (
            <strong>
              <bdi>{state.words.title}</bdi>
            </strong>
          )}
          {state.words.after}
        </>
      );
  }
}
