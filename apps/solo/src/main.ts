import { join } from 'node:path';
import { checkPort, createApi, createComposedSound, createFiledSound, forgetOwnMusic, openHome, openOwnMusic } from '@segue/api';
import { openBackends } from '@segue/backends/configured';
import { openDemo } from '@segue/demo';
import { createSoundRenderer } from '@segue/studio';
import { createLogger, createMetrics, nowMs } from '@segue/telemetry';
import { createWorker } from '@segue/worker';
import { loadConfig, type SoloConfig } from './config.ts';
import { secretOf } from './home.ts';
import { observerOf } from './observer.ts';
import { openPages } from './pages.ts';

/** Past it a shutdown is no longer waited for (L9). */
const STOP_WITHIN_MS = 10_000;
const say = (text: string) => process.stdout.write(`${text}\n`);

async function main(config: SoloConfig): Promise<() => Promise<void>> {
  const startedMs = nowMs();
  await checkPort(config);
  openHome(config.home);
  const logger = createLogger({ service: 'solo', level: config.logLevel });
  const metrics = createMetrics({ service: 'solo', instance: 'solo' });
  const onProblem = (cause: unknown) => logger.warn({ err: cause }, 'a part failed');
  const { log, store, catalogue, kinds, close } = await openBackends({
    settings: config.backends,
    instance: 'solo',
    home: config.home,
    onProblem,
  });
  say(`Log: ${kinds.log}, store: ${kinds.store}, catalogue: ${kinds.catalogue}; data in ${config.home}`);

  // Before the demo: a catalogue that has music of its own is not filled with it.
  const music = config.musicDir === undefined ? null : await openOwnMusic({ path: config.musicDir, catalogue, metrics, say, onProblem });
  // Not in a shared catalogue: another process may have them.
  if (!music && kinds.catalogue === 'PGlite') await forgetOwnMusic(catalogue);
  const demo = await openDemo({
    log,
    store,
    catalogue,
    seed: config.seed,
    tracks: config.tracks,
    trackSeconds: config.trackSeconds,
    simulated: config.simulated,
    say,
    onProblem,
  });

  const renderer = await createSoundRenderer({
    cacheDir: join(config.home, 'sound'),
    workerUrl: threadUrl('render-worker', '@segue/studio/render-worker'),
  });
  const composed = createComposedSound(renderer);
  process.env['SEGUE_API_URL'] = `http://127.0.0.1:${config.port}`;
  const dev = process.env['NODE_ENV'] === 'development';
  const pages = await openPages({ dev, port: config.port, host: config.host });
  const handle = pages.getRequestHandler();
  const api = createApi({
    log,
    store,
    catalogue,
    sound: music ? createFiledSound(music, composed) : composed,
    metrics,
    settings: {
      secrets: [config.secret ?? secretOf(config.home)],
      allowedOrigins: config.allowedOrigins,
      siteKeys: config.siteKeys,
      secureCookies: false,
      seed: config.seed,
      trustProxy: false,
    },
    nearestWorkerUrl: threadUrl('nearest-worker', '@segue/nearest/worker'),
    pages: (request, reply) => {
      reply.hijack();
      handle(request.raw, reply.raw).catch(onProblem);
    },
    teaching: () => demo.progress(),
    onProblem,
  });
  // Where the log is embedded this process is the only one that learns.
  const worker = createWorker({
    log,
    store,
    catalogue,
    alone: kinds.log === 'LMDB',
    seed: config.seed,
    now: nowMs,
    observer: observerOf(metrics, logger),
  });
  await worker.start();

  const port = await api.start({ port: config.port, host: config.host });
  process.env['SEGUE_API_URL'] = `http://127.0.0.1:${port}`;
  say(
    `Segue plays at http://${config.host === '0.0.0.0' ? 'localhost' : config.host}:${port} (ready in ${((nowMs() - startedMs) / 1000).toFixed(1)} s)`,
  );

  demo.teach();

  return async () => {
    demo.stop();
    await api.stop();
    await worker.stop();
    await pages.close().catch(onProblem);
    await close();
  };
}

/** The bundler puts threads beside this file; from source they lie in their packages. */
function threadUrl(bundled: string, source: string): URL {
  return import.meta.url.endsWith('.ts') ? new URL(import.meta.resolve(source)) : new URL(`./${bundled}.js`, import.meta.url);
}

try {
  const stop = await main(loadConfig(process.env));
  let stopping = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (stopping) return;
      stopping = true;
      setTimeout(() => process.exit(1), STOP_WITHIN_MS).unref();
      void stop().then(
        () => process.exit(0),
        (cause) => {
          process.stderr.write(`${String(cause)}\n`);
          process.exit(1);
        },
      );
    });
  }
} catch (cause) {
  const error = cause as NodeJS.ErrnoException;
  const text = error.code === 'EADDRINUSE' ? `The port is taken (${error.message}). Set PORT to a free one.` : error.message;
  process.stderr.write(`${text}\n`);
  process.exit(1);
}
