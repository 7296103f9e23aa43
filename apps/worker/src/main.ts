import { openBackends } from '@segue/backends/configured';
import { publishFigures } from '@segue/following';
import { checkPort, createLogger, createMetrics, nowMs } from '@segue/telemetry';
import { loadConfig } from './config.ts';
import { startHealth } from './health.ts';
import { observe } from './observe.ts';
import { createWorker } from './worker.ts';

/** Past it a shutdown is no longer waited for (L9). */
const STOP_WITHIN_MS = 10_000;

async function main(): Promise<() => Promise<void>> {
  const config = loadConfig(process.env);
  await checkPort(config);
  const logger = createLogger({ service: 'worker', level: config.logLevel });
  const metrics = createMetrics({ service: 'worker', instance: config.instance });
  const { log, store, catalogue, close } = await openBackends({
    settings: config.backends,
    instance: config.instance,
    home: '',
    onProblem: (message) => logger.warn(message),
  });
  const worker = createWorker({
    log,
    store,
    catalogue,
    alone: false,
    seed: config.seed,
    now: nowMs,
    observer: observe(metrics, logger),
    longTermThreadUrl: new URL(import.meta.url.endsWith('.ts') ? './long-term/fit-worker.ts' : './fit-worker.js', import.meta.url),
  });
  const health = await startHealth({ down: () => worker.down(), metrics, port: config.port, host: config.host, operator: config.operator });
  await worker.start();
  const figures = publishFigures({
    log,
    metrics,
    down: () => worker.down(),
    onProblem: (cause) => logger.warn({ err: cause }, 'figures were not sent'),
  });
  logger.info({ instance: config.instance }, 'learning');
  return async () => {
    await figures.stop();
    await worker.stop();
    await close();
    await health.close();
    logger.info('stopped');
  };
}

try {
  const stop = await main();
  let stopping = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (stopping) return;
      stopping = true;
      setTimeout(() => process.exit(1), STOP_WITHIN_MS).unref();
      stop().then(
        () => process.exit(0),
        () => process.exit(1),
      );
    });
  }
} catch (cause) {
  process.stderr.write(`${cause instanceof Error ? cause.message : String(cause)}\n`);
  process.exit(1);
}
