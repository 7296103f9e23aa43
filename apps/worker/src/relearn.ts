import { existsSync } from 'node:fs';
import { openBackends } from '@segue/backends/configured';
import { createLogger, nowMs } from '@segue/telemetry';
import { loadMaintenanceConfig } from './config.ts';
import { relearn } from './relearn/relearn.ts';

// npm run relearn [-- --wipe]: teaches an empty store everything that the log holds.
const say = (sentence: string) => process.stdout.write(`${sentence}\n`);

async function main(args: readonly string[]): Promise<boolean> {
  const wipe = args[0] === '--wipe';
  if (args.length > (wipe ? 1 : 0)) throw new Error('Usage: npm run relearn [-- --wipe]');
  const config = loadMaintenanceConfig(process.env);
  const embedded = !config.backends.kafka;
  if (embedded && !existsSync(config.home)) throw new Error(`There is no data folder ${config.home} to learn from: set SEGUE_HOME.`);
  const logger = createLogger({ service: 'relearn', level: config.logLevel });
  const { log, store, catalogue, close } = await openBackends({
    settings: config.backends,
    instance: 'relearn',
    home: config.home,
    onProblem: (message) => logger.warn(message),
  });
  let stopped = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => {
      stopped = true;
    });
  try {
    await relearn({
      log,
      store,
      catalogue,
      seed: config.seed,
      now: nowMs,
      wipe,
      fleet: !embedded,
      say,
      isStopped: () => stopped,
    });
  } finally {
    await close();
  }
  return !stopped;
}

main(process.argv.slice(2)).then(
  (whole) => process.exit(whole ? 0 : 1),
  (cause) => {
    process.stderr.write(`${cause instanceof Error ? cause.message : String(cause)}\n`);
    process.exit(1);
  },
);
