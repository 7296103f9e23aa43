import { fileURLToPath, pathToFileURL } from 'node:url';
import { DIMENSIONS, ModelView } from '@segue/core/model';
import { someTracks, until } from '@segue/core/testing';
import { build } from 'esbuild';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Nearest, openNearest } from './open-nearest.ts';
import { scanPlainly } from './scan-plainly.ts';

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

function aModel(tracks: number) {
  const model = new ModelView();
  model.setTracks(someTracks(tracks), []);
  const problems: unknown[] = [];
  return { model, problems, options: { model, workerUrl, onProblem: (cause: unknown) => problems.push(cause) } };
}
/** By it everything takes long, so that a thread is worth its while. */
function slowClock() {
  let clock = 0;
  return () => clock++;
}

describe('the nearest', () => {
  it('are for whoever ranks to find where a scan is fast', () => {
    const { model, options } = aModel(300);
    nearest = openNearest({ ...options, nowMs: () => 0 });
    expect(nearest.search(model.matrix.slice(0, DIMENSIONS), 5)).toBeNull();
    expect(nearest.state()).toBeNull();
  });
});

describe('the nearest, from a thread', () => {
  it('are those of the model as it is, until it is stopped', async () => {
    const { model, problems, options } = aModel(300);
    nearest = openNearest({ ...options, nowMs: slowClock() });
    const place = model.vectorOf(model.trackAt(3).id)!;
    const search = (count: number) => nearest?.search(place, count) ?? null;
    await until(() => search(1) !== null, 'the thread lives');
    const exact = scanPlainly(model.matrix, model.size, place, 5);
    expect(await search(5)).toEqual(exact);
    model.setTracks(someTracks(3_000).slice(300), [model.trackAt(exact[0]!).id]);
    expect(await search(5)).toEqual(scanPlainly(model.matrix, 2_999, place, 5));
    expect(await search(4_000)).toHaveLength(2_999);
    await until(() => nearest?.state()?.method === 'scan' && nearest.state()?.size === 2_999, 'the thread has told how it finds them');
    expect(problems).toEqual([]);
    await nearest.stop();
    expect(search(5)).toBeNull();
  });

  it('follow a graph that is told what moves', async () => {
    const { model, options } = aModel(300);
    nearest = openNearest({ ...options, method: 'graph' });
    const place = model.vectorOf(model.trackAt(3).id)!;
    await until(
      () => nearest?.search(place, 5) !== null && nearest?.state()?.method === 'graph' && nearest.state()?.indexed === 300,
      'the graph is whole',
    );
    expect(await nearest.search(place, 5)).toEqual(scanPlainly(model.matrix, model.size, place, 5));
    model.setTracks([], [model.trackAt(7).id]);
    await until(() => nearest?.state()?.size === 299, 'the removed track is gone');
    expect(await nearest.search(place, 400)).toHaveLength(299);
  });

  it('are for whoever ranks to find where the thread cannot live, and why is told', async () => {
    const { model, problems, options } = aModel(10);
    const broken = new URL('data:text/javascript,throw new Error("no")');
    nearest = openNearest({ ...options, workerUrl: broken, method: 'scan' });
    const place = model.vectorOf(model.trackAt(0).id)!;
    expect(nearest.search(place, 5)).toBeNull();
    await until(() => problems.length > 0, 'the problem is told');
    expect(nearest.search(place, 5)).toBeNull();
  });
});
