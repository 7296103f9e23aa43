import { join } from 'node:path';
import { openBackends } from '@segue/backends/configured';
import { openDemo } from '@segue/demo';
import { createSoundRenderer } from '@segue/studio';
import { checkPort, createLogger, createMetrics, runUntilTold } from '@segue/telemetry';
import { createApi } from './api.ts';
import { loadConfig } from './config.ts';
import { createFileShelf } from './shadow/shelf.ts';
import { createComposedSound } from './sound/composed-sound.ts';
import { createFiledSound } from './sound/filed-sound.ts';
import { openOwnMusic } from './sound/own-music.ts';
import { openHome } from './starting.ts';

async function main(): Promise<() => Promise<void>> {
  const config = loadConfig(process.env);
  await checkPort(config);
  openHome(config.home);
  const logger = createLogger({ service: 'api', level: config.logLevel });
  const metrics = createMetrics({ service: 'api', instance: config.instance });
  const { log, store, catalogue, kinds, close } = await openBackends({
    settings: config.backends,
    instance: config.instance,
    home: config.home,
    onProblem: (message) => logger.warn(message),
  });
  openHome(config.soundHome, 'SEGUE_SOUND_HOME');
  const renderer = await createSoundRenderer({
    cacheDir: config.soundHome,
    workerUrl: threadUrl('render-worker', '@segue/studio/render-worker'),
  });
  const onProblem = (err: unknown) => logger.warn({ err }, 'a part failed');
  const composed = createComposedSound(renderer);
  // Before the demo: a catalogue that has music of its own is not filled with it.
  const music =
    config.musicDir === undefined
      ? null
      : await openOwnMusic({ path: config.musicDir, catalogue, metrics, say: (text) => logger.info(text), onProblem });
  const demo = config.demo && (await openDemo({ log, store, catalogue, ...config.demo, say: (text) => logger.info(text), onProblem }));
  const api = createApi({
    log,
    store,
    catalogue,
    sound: music ? createFiledSound(music, composed) : composed,
    metrics,
    kinds,
    shelf: createFileShelf(join(config.home, 'rankers.bin')),
    nearestWorkerUrl: threadUrl('nearest-worker', '@segue/nearest/worker'),
    settings: config.api,
    teaching: () => demo?.progress() ?? null,
    onProblem,
  });
  const port = await api.start({ port: config.port, host: config.host });
  demo?.teach();
  logger.info({ instance: config.instance, port }, 'serving');
  return async () => {
    demo?.stop();
    await api.stop();
    await close();
    logger.info('stopped');
  };
}

/** The bundler puts threads beside this file; from source they lie in their packages. */
function threadUrl(bundled: string, source: string): URL {
  return import.meta.url.endsWith('.ts') ? new URL(import.meta.resolve(source)) : new URL(`./${bundled}.js`, import.meta.url);
}

await runUntilTold(main);
