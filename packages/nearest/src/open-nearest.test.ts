import { fileURLToPath, pathToFileURL } from 'node:url';
import { ModelView } from '@segue/core/model';
import { someTracks, until } from '@segue/core/testing';
import { build } from 'esbuild';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Nearest, openNearest } from './open-nearest.ts';
import { scan } from './scan.ts';

let nearest: Nearest | null = null;
afterEach(async () => {
  await nearest?.stop();
  nearest = null;
});

/** The thread's file as the apps have it: bundled, and where its library is found. */
const bundled = fileURLToPath(new URL('../dist/worker-under-test.js', import.meta.url));
const workerUrl = pathToFileURL(bundled);
beforeAll(() =>
  build({
    entryPoints: [fileURLToPath(new URL('./worker.ts', import.meta.url))],
    outfile: bundled,
    bundle: true,
    format: 'esm',
    platform: 'node',
    external: ['hnswlib-node'],
    logLevel: 'silent',
  }),
);

describe('the nearest, from a thread', () => {
  it('follows the model, and answers nothing once it is stopped', async () => {
    const model = new ModelView();
    model.setTracks(someTracks(300), []);
    const problems: unknown[] = [];
    const open = openNearest({ model, workerUrl, onProblem: (cause) => problems.push(cause) });
    nearest = open;
    const place = model.vectorOf(model.trackAt(3).id)!;
    await until(() => open.state().indexed === 300, 'the graph is whole');
    const exact = scan(model.matrix, model.size, place, 5);
    expect(new Set(await open.search(place, 5))).toEqual(new Set(exact));
    model.setTracks([], [model.trackAt(exact[0]!).id]);
    await until(() => open.state().size === 299, 'the removed track is gone');
    expect(await open.search(place, 400)).toHaveLength(299);
    expect(problems).toEqual([]);
    await open.stop();
    expect(await open.search(place, 5)).toEqual([]);
  });

  it('answers nothing where its thread cannot live, and says why', async () => {
    const model = new ModelView();
    model.setTracks(someTracks(10), []);
    const problems: unknown[] = [];
    const open = openNearest({
      model,
      workerUrl: new URL('data:text/javascript,throw new Error("no")'),
      onProblem: (cause) => problems.push(cause),
    });
    nearest = open;
    await until(() => problems.length > 0, 'the problem is told');
    expect(await open.search(model.vectorOf(model.trackAt(0).id)!, 5)).toEqual([]);
  });
});
