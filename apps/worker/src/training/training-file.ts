import { LISTENER_FEATURE_NAMES, TRACK_FEATURE_NAMES } from '@segue/core/model';
import { fileWriter, ParquetWriter, schemaFromColumnData } from 'hyparquet-writer';
import type { TrainingRow } from './training-rows.ts';

/** Rows held before they are written: some 10 MB. */
const ROWS_AT_ONCE = 50_000;

type BasicType = 'BOOLEAN' | 'INT32' | 'DOUBLE' | 'STRING' | 'TIMESTAMP';

interface Column {
  readonly name: string;
  readonly type: BasicType;
  readonly nullable?: boolean;
  readonly of: (row: TrainingRow) => unknown;
}

/** As in SQL: a dash would be a minus. */
export const columnNameOf = (feature: string): string => feature.replaceAll('-', '_');

const COLUMNS: readonly Column[] = [
  // Parquet's plain 32 bits have a sign.
  { name: 'listener', type: 'INT32', of: (row) => row.listenerHash | 0 },
  { name: 'track', type: 'STRING', of: (row) => row.trackId },
  { name: 'origin', type: 'STRING', of: (row) => row.origin },
  { name: 'at', type: 'TIMESTAMP', of: (row) => new Date(row.atMs) },
  { name: 'rank', type: 'INT32', nullable: true, of: (row) => row.rank },
  { name: 'heard_out', type: 'BOOLEAN', of: (row) => row.heardOut },
  { name: 'heard_fraction', type: 'DOUBLE', of: (row) => row.heardFraction },
  ...LISTENER_FEATURE_NAMES.map((name, i): Column => ({ name: columnNameOf(name), type: 'DOUBLE', of: (row) => row.listener[i] })),
  ...TRACK_FEATURE_NAMES.map((name, i): Column => ({ name: columnNameOf(name), type: 'DOUBLE', of: (row) => row.track[i] })),
];

export const COLUMN_NAMES: readonly string[] = COLUMNS.map(({ name }) => name);

/** Writes rows as Parquet, a group of rows at a time. Resolves to how many there were. */
export async function writeTrainingFile(file: string, rows: Iterable<TrainingRow>): Promise<number> {
  const writer = new ParquetWriter({
    writer: fileWriter(file),
    schema: schemaFromColumnData({ columnData: dataOf([]) }),
    createdBy: 'segue',
  });
  let count = 0;
  let held: TrainingRow[] = [];
  const write = async () => {
    await writer.write({ columnData: dataOf(held), rowGroupSize: ROWS_AT_ONCE });
    count += held.length;
    held = [];
  };
  for (const row of rows) if (held.push(row) === ROWS_AT_ONCE) await write();
  if (held.length > 0) await write();
  await writer.finish();
  return count;
}

const dataOf = (rows: readonly TrainingRow[]) =>
  COLUMNS.map(({ name, type, nullable = false, of }) => ({ name, type, nullable, data: rows.map(of) }));
