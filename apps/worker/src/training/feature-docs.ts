import { type DescribedFeature, describedFeatures } from '@segue/core/stream';

const HEAD = { name: 'feature', entity: 'of', window: 'window', type: 'type', lives: 'lives', title: 'what it says' } as const;
const COLUMNS = Object.keys(HEAD) as (keyof DescribedFeature)[];

/** The declared features as a table for a terminal. */
export function featureTable(): string {
  const rows: Record<keyof DescribedFeature, string>[] = [HEAD, ...describedFeatures()];
  const widths = COLUMNS.map((column) => Math.max(...rows.map((row) => row[column].length)));
  return rows
    .map((row) =>
      COLUMNS.map((column, i) => row[column].padEnd(widths[i]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** The same for a page of the docs. */
export function featureMarkdown(): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    line(COLUMNS.map((column) => HEAD[column])),
    line(COLUMNS.map(() => '---')),
    ...describedFeatures().map((feature) => line(COLUMNS.map((column) => (column === 'name' ? `\`${feature.name}\`` : feature[column])))),
  ].join('\n');
}
