import { openHome } from '@segue/api';
import { openBackends } from '@segue/backends/configured';
import { GROUPS } from '@segue/core/ports';
import {
  ImportError,
  type ImportSource,
  putTracksOf,
  readEventLines,
  readLastfm2k,
  readMovielens,
  runImport,
  tellRefusals,
} from '@segue/imports';
import { createLogger, createMetrics, nowMs } from '@segue/telemetry';
import { createWorker } from '@segue/worker';
import { loadConfig } from './config.ts';
import { observerOf } from './observer.ts';

// npm run import -- lastfm-2k|movielens|events PATH: a real history, through the log as any event goes.
const USAGE = 'Usage: npm run import -- lastfm-2k FOLDER | movielens FOLDER | events FILE';
const say = (text: string) => process.stdout.write(`${text}\n`);

async function main([format, path]: readonly string[]): Promise<void> {
  const config = loadConfig(process.env);
  const source = await read(format, path, config.seed);
  openHome(config.home);
  const logger = createLogger({ service: 'import', level: config.logLevel });
  const { log, store, catalogue, kinds, close } = await openBackends({
    settings: config.backends,
    instance: 'import',
    home: config.home,
    onProblem: (message) => logger.warn(message),
  });
  let stopped = false;
  process.on('SIGINT', () => {
    stopped = true;
  });
  // An embedded log has no other learner; a fleet's workers are learning already.
  const alone = kinds.log === 'LMDB';
  const worker = alone
    ? createWorker({
        log,
        store,
        catalogue,
        alone,
        seed: config.seed,
        now: nowMs,
        observer: observerOf(createMetrics({ service: 'import', instance: 'import' }), logger),
      })
    : null;
  const before = await catalogue.importProgress(source.name);
  if (!before) await putTracksOf(source, catalogue);
  await worker?.start();
  if (before?.finished) say(`${path} was imported before: nothing to do`);
  else await send();
  for (let lag = await lagOf(); worker && !stopped && lag > 0; lag = await lagOf()) {
    say(`${lag} still to be learnt`);
    await new Promise((resolve) => setTimeout(resolve, 2_000));
  }
  await worker?.stop();
  await close();

  async function send(): Promise<void> {
    const every = Math.max(1, Math.floor(source.listens.length / 20));
    let next = 0;
    const { done, refusals } = await runImport(source, {
      log,
      catalogue,
      now: nowMs,
      stopped: () => stopped,
      onProgress: ({ done, total }) => {
        if (done < next && done < total) return;
        next = done + every;
        say(`${done} of ${total} rows are in the log`);
      },
    });
    for (const line of tellRefusals(refusals)) say(line);
    say(`${done} rows in the log, ${refusals.length} refused${stopped ? '; the same command goes on from here' : ''}`);
  }

  async function lagOf(): Promise<number> {
    const [ends, committed] = await Promise.all([log.ends('listens'), log.committed(GROUPS.learn, 'listens')]);
    return ends.reduce((sum, end, partition) => sum + end - (committed[partition] ?? 0), 0);
  }
}

async function read(format: string | undefined, path: string | undefined, seed: number): Promise<ImportSource> {
  const addedAtMs = Date.now();
  if (!path) throw new ImportError(USAGE);
  if (format === 'lastfm-2k') return readLastfm2k(path, { seed, addedAtMs });
  if (format === 'movielens') return readMovielens(path, { addedAtMs });
  if (format === 'events') return readEventLines(path, { addedAtMs });
  throw new ImportError(`There is no format ${format}. ${USAGE}`);
}

main(process.argv.slice(2)).then(
  () => process.exit(0),
  (cause) => {
    process.stderr.write(`${cause instanceof Error ? cause.message : String(cause)}\n`);
    process.exit(1);
  },
);
