import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ORIGINS, type Origin } from '@segue/core/events';
import type { Catalogue, EventLog, LogIdentity, OnlineStore } from '@segue/core/ports';
import { exportLog } from './export-log.ts';

const USAGE = `Usage:
  npm run log -- adopt                                  takes a log that was replaced or cut for the true one
  npm run log -- export --out FILE [--origin ORIGIN]    writes the log as JSON lines, for npm run eval and npm run import;
                                                        ORIGIN is ${ORIGINS.join(', ')}; without it all but the probe`;

export interface LogCommandDeps {
  readonly open: () => Promise<{
    readonly log: EventLog;
    readonly store: OnlineStore;
    readonly catalogue: Catalogue;
    close(): Promise<void>;
  }>;
  /** False where the log would be embedded, in a data folder that is not there. */
  readonly isThere: boolean;
  readonly adopt: (deps: { readonly log: EventLog; readonly store: OnlineStore }) => Promise<LogIdentity>;
  readonly say: (sentence: string) => void;
}

/** `npm run log`: throws a sentence where something is wrong with what was asked for. */
export async function logCommand(args: readonly string[], { open, isThere, adopt, say }: LogCommandDeps): Promise<void> {
  const [command, ...rest] = args;
  const run = actionOf(command, rest);
  if (!isThere) throw new Error('There is no data folder to read a log from: set SEGUE_HOME.');
  const opened = await open();
  try {
    if (run.command === 'adopt') {
      const { epoch, listenPartitions } = await adopt(opened);
      say(`Adopted: epoch ${epoch}, ${listenPartitions} partitions of listens. Start api and workers again.`);
      return;
    }
    const { log, catalogue } = opened;
    const { changed: tracks } = await catalogue.changes(0);
    const exported = await exportLog(run.out, { log, tracks, origin: run.origin });
    say(`${run.out}: ${exported.events} events, ${exported.tracks} tracks.`);
  } finally {
    await opened.close();
  }
}

type Action = { readonly command: 'adopt' } | { readonly command: 'export'; readonly out: string; readonly origin: Origin | null };

function actionOf(command: string | undefined, rest: string[]): Action {
  if (command === 'adopt') {
    parse(rest, {});
    return { command };
  }
  if (command !== 'export') throw new Error(command ? `There is nothing like ${command}.\n${USAGE}` : USAGE);
  const { out, origin } = parse(rest, { out: { type: 'string' }, origin: { type: 'string' } });
  if (!out) throw new Error(`Say where to write: --out FILE\n${USAGE}`);
  if (!existsSync(dirname(resolve(out)))) throw new Error(`There is no folder ${dirname(out)} to write to.`);
  if (origin !== undefined && !isOrigin(origin)) throw new Error(`--origin is ${origin}; there are ${ORIGINS.join(', ')}.`);
  return { command, out, origin: origin ?? null };
}

const isOrigin = (text: string): text is Origin => (ORIGINS as readonly string[]).includes(text);

function parse<const Options extends Readonly<Record<string, { readonly type: 'string' }>>>(args: string[], options: Options) {
  try {
    return parseArgs({ args, options }).values;
  } catch (cause) {
    throw new Error(`${(cause as Error).message}\n${USAGE}`, { cause });
  }
}
