import { openBackends } from '@segue/backends/configured';
import { publishFigures } from '@segue/following';
import { checkPort, createLogger, createMetrics, nowMs, runUntilTold } from '@segue/telemetry';
import { loadConfig } from './config.ts';
import { startHealth } from './health.ts';
import { observe } from './observe.ts';
import { createWorker } from './worker.ts';

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

await runUntilTold(main);
