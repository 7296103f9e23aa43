import type { Refusal } from './source.ts';

const SHOWN = 10;
/** A file of another kind may have a reason a line. */
const MOST_REASONS = 20;
const MOST_OF_VALUE = 40;

/** What was refused, in lines for whoever started the import: the first ones as they are, then how many for each reason. */
export function tellRefusals(refusals: readonly Refusal[]): string[] {
  const counts = new Map<string, number>();
  for (const { file, reason } of refusals) {
    const kind = `${file}: ${reason}`;
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  // Sorting is stable: of equal counts the one met first.
  const kinds = [...counts].sort(([, a], [, b]) => b - a);
  return [
    ...refusals.slice(0, SHOWN).map(lineOf),
    ...(refusals.length > SHOWN ? [`… and ${refusals.length - SHOWN} more`] : []),
    ...kinds.slice(0, MOST_REASONS).map(([kind, count]) => `${count} × ${kind}`),
    ...(kinds.length > MOST_REASONS ? [`… and ${kinds.length - MOST_REASONS} other reasons`] : []),
  ];
}

function lineOf({ file, line, reason, value }: Refusal): string {
  return `refused: ${file}, line ${line}: ${reason}${value === null ? '' : `: ${quoted(value)}`}`;
}

/** As JSON: a terminal obeys no letter of a file. */
const quoted = (value: string): string => JSON.stringify(value.length > MOST_OF_VALUE ? `${value.slice(0, MOST_OF_VALUE)}…` : value);
