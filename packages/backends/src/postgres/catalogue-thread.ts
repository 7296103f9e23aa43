import { once } from 'node:events';
import { parentPort, Worker, workerData } from 'node:worker_threads';
import type { Catalogue } from '@segue/core/ports';
import { openEmbeddedCatalogue } from './open-embedded.ts';
import { errorOf, problemOf, remoteCatalogue, serveCatalogue } from './remote-catalogue.ts';

type Opened = { readonly opened: true } | { readonly opened: false; readonly problem: ReturnType<typeof problemOf> };

/**
 * The embedded catalogue in a thread of its own. PGlite answers in the thread that asks it, and a projection of a quarter
 * of a second takes it tens of milliseconds: the thread that serves gestures would stand still for as long.
 *
 * @param thread a module that calls `serveEmbeddedCatalogue`
 */
export async function openCatalogueThread({
  thread,
  path,
  now,
}: {
  readonly thread: URL;
  /** As of `openEmbeddedCatalogue`. */
  readonly path: string;
  readonly now: () => number;
}): Promise<Catalogue> {
  const worker = new Worker(thread, { workerData: { path } });
  const [opened] = (await once(worker, 'message')) as [Opened];
  if (!opened.opened) throw errorOf(opened.problem);
  const ended = once(worker, 'exit').catch(() => {});
  const { catalogue, broken } = remoteCatalogue(worker, now);
  // A thread ends only when it is closed, or by a fault of ours or of PGlite's.
  worker.on('error', (cause) => broken(`the catalogue's thread has failed: ${problemOf(cause).message}: start the app again`));
  worker.on('exit', () => broken('the catalogue was closed'));
  return {
    ...catalogue,
    async close() {
      await catalogue.close();
      await ended;
    },
  };
}

/** The whole life of the thread. */
export async function serveEmbeddedCatalogue(): Promise<void> {
  if (!parentPort) throw new Error('the catalogue is served from a thread: openCatalogueThread starts it');
  const line = parentPort;
  let nowMs = Date.now();
  try {
    const catalogue = await openEmbeddedCatalogue({ path: (workerData as { path: string }).path, now: () => nowMs });
    serveCatalogue(line, catalogue, {
      tellTime: (asked) => {
        nowMs = asked;
      },
      // With nothing to listen to, the thread ends.
      onClosed: () => line.close(),
    });
    line.postMessage({ opened: true } satisfies Opened);
  } catch (cause) {
    line.postMessage({ opened: false, problem: problemOf(cause) } satisfies Opened);
    line.close();
  }
}
