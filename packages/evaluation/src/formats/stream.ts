import { EvaluationError } from '../evaluation-error.ts';
import { nameOf } from './file-name.ts';
import { parseLines } from './lines.ts';

/** Labelled rows in the order in which they came. */
export interface LabelledStream {
  readonly name: string;
  readonly columns: readonly string[];
  /** Row by row. */
  readonly values: Float64Array;
  /** 0 or 1. */
  readonly labels: Uint8Array;
}

/** CSV with a head; all columns are numbers, the last is `label`, 0 or 1. */
export async function readStream(file: string): Promise<LabelledStream> {
  let columns: readonly string[] = [];
  const values: number[] = [];
  const labels: number[] = [];
  await parseLines(file, ({ text, isFirst }) => {
    const fields = text.split(',').map((field) => field.trim());
    if (isFirst) {
      columns = fields.slice(0, -1);
      return fields.at(-1) === 'label' && columns.length > 0 ? null : 'expected a head whose last column is label';
    }
    if (fields.length !== columns.length + 1) return `${fields.length} fields, expected ${columns.length + 1}`;
    const numbers = fields.map((field) => (field === '' ? Number.NaN : Number(field)));
    const bad = numbers.findIndex((value) => !Number.isFinite(value));
    if (bad >= 0) return `${columns[bad] ?? 'label'} is ${fields[bad] || 'empty'}, expected a number`;
    const label = numbers.pop()!;
    if (label !== 0 && label !== 1) return `label is ${label}, expected 0 or 1`;
    for (const value of numbers) values.push(value);
    labels.push(label);
    return null;
  });
  if (labels.length === 0) throw new EvaluationError(`${file} holds no rows.`);
  return { name: nameOf(file), columns, values: Float64Array.from(values), labels: Uint8Array.from(labels) };
}
