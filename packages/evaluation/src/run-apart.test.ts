import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { evaluate } from './evaluate.ts';
import { EvaluationError } from './evaluation-error.ts';
import { type Options, parseOptions } from './options.ts';
import { COST_METRICS } from './report/result.ts';
import { runApart } from './run-apart.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'segue-apart-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function run(models: readonly string[], { apart = true, ...more }: Partial<Options> & { readonly apart?: boolean } = {}) {
  const file = join(folder, 'ratings.csv');
  const lines = Array.from({ length: 6_000 }, (_, i) => `${i % 200},${(i * 31 + (i % 7) * (i % 11)) % 900},4,${1_000 + i}`);
  await writeFile(file, ['userId,movieId,rating,timestamp', ...lines].join('\n'));
  const options = parseOptions(['--format', 'movielens', '--data', file, '--protocol', 'leave-one-out', '--model', models.join()]);
  const said: string[] = [];
  const report = await evaluate({ ...options, ...more }, (sentence) => said.push(sentence), ...(apart ? [runApart] : []));
  const figureOf = (model: string, metric: string) =>
    report.results.find((result) => result.model === model && result.metric === metric)?.value ?? Number.NaN;
  return { ...report, said, figureOf };
}

describe('each model in a process of its own', () => {
  it('needs as much memory after another as alone, to a tenth', async () => {
    const alone = (await run(['item-knn'])).figureOf('item-knn', 'peak MB');
    const after = (await run(['als', 'item-knn'])).figureOf('item-knn', 'peak MB');
    expect(alone).toBeGreaterThan(3);
    expect(after / alone).toBeGreaterThan(0.9);
    expect(after / alone).toBeLessThan(1.1);
  }, 60_000);

  it('has the figures that it has in this one, and says the same', async () => {
    const plain = ({ results }: { readonly results: Awaited<ReturnType<typeof run>>['results'] }) =>
      results.filter(({ metric }) => !COST_METRICS.has(metric)).map(({ perEventMs, ...figure }) => figure);
    const [apart, here] = [await run(['random', 'popular']), await run(['random', 'popular'], { apart: false })];
    expect(plain(apart)).toEqual(plain(here));
    const facts = (said: readonly string[]) => said.map((sentence) => sentence.replace(/[\d.]+ s$/, ''));
    expect(facts(apart.said)).toEqual(facts(here.said));
  }, 60_000);

  it('fails with the same sentence, and before anything runs where a name is wrong', async () => {
    const failed = run(['popular'], { data: join(folder, 'nowhere') });
    await expect(failed).rejects.toThrow(/nowhere is not there/);
    await expect(failed).rejects.toBeInstanceOf(EvaluationError);
    await expect(run(['popular', 'oracle'])).rejects.toThrow(/no model oracle/);
  }, 60_000);
});
