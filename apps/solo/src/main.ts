import { join } from 'node:path';
import { createApi, createComposedSound, createFiledSound, createFileShelf, forgetOwnMusic, openHome, openOwnMusic } from '@segue/api';
import { openBackends } from '@segue/backends/configured';
import { openDemo } from '@segue/demo';
import { createSoundRenderer } from '@segue/studio';
import { checkPort, createLogger, createMetrics, nowMs, runUntilTold } from '@segue/telemetry';
import { createWorker } from '@segue/worker';
import { loadConfig, type SoloConfig } from './config.ts';
import { secretOf } from './home.ts';
import { observerOf } from './observer.ts';
import { ownUrl } from './own-url.ts';
import { openPages } from './pages.ts';

/** The history is taught once a page has been answered, or after this: what learns and what draws the first page share one thread. */
const TEACH_AFTER_MS = 4_000;
const say = (text: string) => process.stdout.write(`${text}\n`);
/** The bundler writes what it builds in here, so that the build that `npm start` runs leaves the branch out. */
const testing = process.env['SEGUE_BUILD'] === 'testing' ? await import('./controlled.ts') : null;

async function main(config: SoloConfig): Promise<() => Promise<void>> {
  if (!testing && (config.control ?? config.now) !== undefined) {
    throw new Error('SEGUE_NOW and SEGUE_CONTROL are for tests, and this build does not have them: apps/solo/dist/testing.js does.');
  }
  testing?.startClock(config.now);
  const startedMs = nowMs();
  await checkPort(config);
  openHome(config.home);
  const logger = createLogger({ service: 'solo', level: config.logLevel });
  const metrics = createMetrics({ service: 'solo', instance: config.instance });
  const onProblem = (cause: unknown) => logger.warn({ err: cause }, 'a part failed');
  // Beside the backends: each waits for files, and for what it compiles, while the other works.
  process.env['SEGUE_API_URL'] = ownUrl(config.host, config.port);
  const opening = openPages({ dev: process.env['NODE_ENV'] === 'development', port: config.port, host: config.host });
  opening.catch(() => {});
  const { catalogue, kinds, close, ...underneath } = await openBackends({
    settings: config.backends,
    instance: config.instance,
    home: config.home,
    onProblem,
    nowMs,
    catalogueThread: threadUrl('catalogue.main', './catalogue.main.ts'),
  });
  const controlled = testing?.controlled(config, underneath);
  const { log, store } = controlled ?? underneath;
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
    nowMs,
    say,
    onProblem,
  });

  openHome(config.soundHome, 'SEGUE_SOUND_HOME');
  const renderer = await createSoundRenderer({
    cacheDir: config.soundHome,
    workerUrl: threadUrl('render-worker', '@segue/studio/render-worker'),
  });
  const composed = createComposedSound(renderer);
  const pages = await opening;
  const handle = pages.getRequestHandler();
  let isTaught = false;
  const teach = () => {
    if (isTaught) return;
    isTaught = true;
    demo.teach();
  };
  const api = createApi({
    log,
    store,
    catalogue,
    sound: music ? createFiledSound(music, composed) : composed,
    metrics,
    kinds,
    settings: {
      secrets: [config.secret ?? secretOf(config.home)],
      allowedOrigins: config.allowedOrigins,
      siteKeys: config.siteKeys,
      shadow: config.shadow,
      secureCookies: config.secureCookies,
      seed: config.seed,
      trustProxy: config.trustProxy,
      operator: config.operator,
    },
    shelf: createFileShelf(join(config.home, 'rankers.bin')),
    nearestWorkerUrl: threadUrl('nearest-worker', '@segue/nearest/worker'),
    pages: (request, reply) => {
      reply.hijack();
      reply.raw.once('close', teach);
      handle(request.raw, reply.raw).catch(onProblem);
    },
    teaching: () => demo.progress(),
    ...(controlled && { newId: controlled.newId }),
    onProblem,
  });
  // Where the log is embedded this process is the only one that learns.
  const makeWorker = () =>
    createWorker({
      log,
      store,
      catalogue,
      alone: kinds.log === 'LMDB',
      seed: config.seed,
      now: nowMs,
      observer: observerOf(metrics, logger),
      longTermThreadUrl: threadUrl('fit-worker', '@segue/worker/fit-worker'),
    });
  const worker = makeWorker();
  await worker.start();
  const control = await controlled?.open(makeWorker, worker);

  const port = await api.start({ port: config.port, host: config.host });
  process.env['SEGUE_API_URL'] = ownUrl(config.host, port);
  say(`Segue plays at ${ownUrl(config.host, port)} (ready in ${((nowMs() - startedMs) / 1000).toFixed(1)} s)`);

  const teaching = setTimeout(teach, TEACH_AFTER_MS);

  return async () => {
    clearTimeout(teaching);
    isTaught = true;
    demo.stop();
    await control?.close();
    await api.stop();
    await (control?.worker() ?? worker).stop();
    await pages.close().catch(onProblem);
    await close();
  };
}

/** The bundler puts threads beside this file; from source they lie in their packages. */
function threadUrl(bundled: string, source: string): URL {
  return import.meta.url.endsWith('.ts') ? new URL(import.meta.resolve(source)) : new URL(`./${bundled}.js`, import.meta.url);
}

await runUntilTold(() => main(loadConfig(process.env)));
