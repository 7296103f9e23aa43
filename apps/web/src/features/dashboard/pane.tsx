import type { ReactNode } from 'react';
import styles from './dashboard.module.css';

interface PaneProps {
  readonly title: string;
  /** Window, unit or count of what is in it. */
  readonly note: string;
  readonly children: ReactNode;
}

/** One card of the screen. */
export function Pane({ title, note, children }: PaneProps) {
  return (
    <section className={styles['pane']} aria-label={title}>
      <header>
        <h2>{title}</h2>
        <span>{note}</span>
      </header>
      {children}
    </section>
  );
}

export interface Row {
  readonly name: string;
  readonly value: string;
  /** What the value is of, or counted from. */
  readonly of: string;
}

interface RowsProps {
  readonly rows: readonly Row[];
  readonly empty: string;
}

export function Rows({ rows, empty }: RowsProps) {
  if (rows.length === 0) return <p className={styles['note']}>{empty}</p>;
  return (
    <ul className={styles['rows']}>
      {rows.map(({ name, value, of }, i) => (
        <li key={`${name}/${i}`}>
          <span>{name}</span>
          <strong>{value}</strong>
          <em>{of}</em>
        </li>
      ))}
    </ul>
  );
}

interface TableProps {
  readonly columns: readonly string[];
  /** The first cell of each names its row. */
  readonly rows: readonly (readonly [string, ...string[]])[];
  readonly empty: string;
}

export function Table({ columns, rows, empty }: TableProps) {
  if (rows.length === 0) return <p className={styles['note']}>{empty}</p>;
  return (
    <table className={styles['table']}>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column} scope="col">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(([name, ...cells]) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            {cells.map((cell, i) => (
              <td key={columns[i + 1]} data-word={cell}>
                {cell}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
