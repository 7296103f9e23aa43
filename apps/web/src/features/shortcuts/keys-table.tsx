import styles from './shortcuts.module.css';

/** A key as the help shows it. */
interface ShownKey {
  readonly keys: readonly string[];
  readonly does: string;
}

const SHOWN_KEYS: readonly ShownKey[] = [
  { keys: ['Space'], does: 'Play or pause' },
  { keys: ['N'], does: 'Skip' },
  { keys: ['P'], does: 'Previous' },
  { keys: ['←', '→'], does: 'Back or ahead by 5 seconds' },
  { keys: ['L'], does: 'Like what plays' },
  { keys: ['H'], does: 'Hold the list, or let it go' },
  { keys: ['/'], does: 'Search' },
  { keys: ['Ctrl', 'Z'], does: 'Take back what you did' },
  { keys: ['Ctrl', 'Shift', 'Z'], does: 'Do it again' },
  { keys: ['?'], does: 'Show this' },
];

/** In the list, when a row has the focus; these cannot be switched off, since nothing else reaches a row's buttons. */
const LIST_KEYS: readonly ShownKey[] = [
  { keys: ['↑', '↓'], does: 'From row to row' },
  { keys: ['←', '→'], does: 'Along a row, to its reason and its buttons' },
];

/** Every key and what it does. Drawn by the server: a browser that shows it needs no script for that. */
export function KeysTable() {
  return (
    <>
      <Keys of={SHOWN_KEYS} />
      <h3>In the list</h3>
      <Keys of={LIST_KEYS} />
    </>
  );
}

function Keys({ of }: { readonly of: readonly ShownKey[] }) {
  return (
    <dl className={styles['keys']}>
      {of.map(({ keys, does }) => (
        <div key={does}>
          <dt>
            {keys.map((key) => (
              <kbd key={key}>{key}</kbd>
            ))}
          </dt>
          <dd>{does}</dd>
        </div>
      ))}
    </dl>
  );
}
