import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import type { ListenEvent } from '@segue/core/events';
import type { Track } from '@segue/core/model';
import type { Catalogue, EventLog } from '@segue/core/ports';
import { loggedEvents } from '../logged/logged-events.ts';
import { featureMarkdown, featureTable } from './feature-docs.ts';
import { filedEvents } from './filed-events.ts';
import { COLUMN_NAMES, writeTrainingFile } from './training-file.ts';
import { trainingRows } from './training-rows.ts';

const USAGE = `Usage:
  npm run features -- list [--markdown]                         the declared features
  npm run features -- export --out FILE.parquet [--events FILE] training rows from the log, or from a file of its events`;

export interface FeaturesCommandDeps {
  readonly seed: number;
  /** Where the log and the catalogue are, for people; null where there are none. */
  readonly home: string | null;
  readonly open: () => Promise<{ readonly log: EventLog; readonly catalogue: Catalogue; close(): Promise<void> }>;
  /** What was asked for. */
  readonly print: (text: string) => void;
  /** What is told beside it. */
  readonly say: (sentence: string) => void;
}

/** `npm run features`: throws a sentence where something is wrong with what was asked for. */
export async function featuresCommand(args: readonly string[], deps: FeaturesCommandDeps): Promise<void> {
  const [command, ...rest] = args;
  if (command === 'list') {
    const { markdown } = parse(rest, { markdown: { type: 'boolean', default: false } });
    deps.print(markdown ? featureMarkdown() : featureTable());
  } else if (command === 'export') {
    const { out, events } = parse(rest, { out: { type: 'string' }, events: { type: 'string' } });
    if (typeof out !== 'string' || out === '') throw new Error(`Say where to write: --out FILE.parquet\n${USAGE}`);
    await exportRows(out, typeof events === 'string' ? events : null, deps);
  } else throw new Error(command ? `There is nothing like ${command}.\n${USAGE}` : USAGE);
}

function parse(args: string[], options: NonNullable<NonNullable<Parameters<typeof parseArgs>[0]>['options']>) {
  try {
    return parseArgs({ args, options }).values;
  } catch (cause) {
    throw new Error(`${(cause as Error).message}\n${USAGE}`, { cause });
  }
}

/** The catalogue says of what genre and energy a track is; without one, features that need that stay at what they begin with. */
async function exportRows(out: string, file: string | null, { seed, home, open, say }: FeaturesCommandDeps): Promise<void> {
  const write = async (events: () => Iterable<ListenEvent>, tracks: readonly Track[]) => {
    const rows = await writeTrainingFile(out, trainingRows(events, { tracks, seed }));
    say(`${out}: ${rows} plays, ${COLUMN_NAMES.length} columns.`);
  };
  if (file !== null && !existsSync(file)) throw new Error(`There is no file ${file}.`);
  if (home === null) {
    if (file === null) throw new Error('There is no data folder to read a log from: set SEGUE_HOME, or say --events FILE.');
    say('There is no data folder, so no catalogue: features of genre and energy stay empty. SEGUE_HOME says where one is.');
    return write(() => filedEvents(file), []);
  }
  const { log, catalogue, close } = await open();
  try {
    const { changed: tracks } = await catalogue.changes(0);
    if (file !== null) return await write(() => filedEvents(file), tracks);
    const logged = await loggedEvents(log, dirname(out));
    try {
      await write(logged.events, tracks);
    } finally {
      logged.close();
    }
  } finally {
    await close();
  }
}
