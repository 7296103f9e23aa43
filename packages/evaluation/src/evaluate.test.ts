import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { evaluate } from './evaluate.ts';
import { EvaluationError } from './evaluation-error.ts';
import { type Options, parseOptions } from './options.ts';

const HEAD = 'userId,movieId,rating,timestamp';
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'segue-evaluation-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function run(lines: readonly string[], options: Partial<Options> = {}) {
  const file = join(folder, options.format === undefined ? 'ratings.csv' : 'data.txt');
  await writeFile(file, lines.join('\n'));
  return evaluate(
    { ...parseOptions(['--format', 'movielens', '--data', file, '--protocol', 'prequential', '--model', 'popular']), ...options },
    () => {},
  );
}

/** A listener and a track a line, in the order of the lines. */
const ratings = (...pairs: readonly (readonly [number, number])[]) => [
  HEAD,
  ...pairs.map(([user, item], i) => `${user},${item},4,${1_000 + i}`),
];

describe('bad input ends the run with a sentence', () => {
  it.each([
    ['a row without enough fields', [HEAD, '1,2,3'], /ratings\.csv:2: expected userId/],
    ['a rating that is no number', [HEAD, '1,2,4,5', '1,3,x,5'], /ratings\.csv:3: rating is x, expected a number/],
    ['a time that is no number', [HEAD, '1,2,4,NaN'], /ratings\.csv:2: timestamp is NaN/],
    ['a time in milliseconds', [HEAD, '1,2,4,1750000000000'], /ratings\.csv:2: timestamp is 1750000000000, .* are these milliseconds/],
    ['another head', ['a,b,c,d'], /ratings\.csv:1: expected the columns/],
    ['a head and nothing else', [HEAD], /holds no listens/],
    ['an empty file', [], /holds no listens/],
  ])('%s', async (_what, lines, sentence) => {
    const failed = run(lines);
    await expect(failed).rejects.toThrow(sentence);
    await expect(failed).rejects.toBeInstanceOf(EvaluationError);
  });

  it('tells the first ten bad lines, and how many more there are', async () => {
    const failed = run([HEAD, ...Array.from({ length: 13 }, () => 'x')]);
    await expect(failed).rejects.toThrow(/ratings\.csv:11: .*\nand 3 more lines$/s);
  });

  it.each([
    [{ format: 'mp3' }, /no format mp3; there are movielens, lastfm-2k/],
    [{ protocol: 'hope' }, /no protocol hope; there are prequential, holdout/],
    [{ models: ['oracle'] }, /no model oracle; there are segue/],
    [{ protocol: 'offpolicy' }, /offpolicy needs impressions with propensities: --format events, not movielens/],
    [{ protocol: 'progressive', models: ['logistic'] }, /progressive needs rows with labels/],
    [{ protocol: 'progressive', models: ['oak'] }, /no model oak for progressive; there are base-rate, logistic, ftrl, hoeffding-tree/],
    [{ data: 'nowhere' }, /nowhere is not there/],
  ])('%o', async (options, sentence) => {
    await expect(run(ratings([1, 1]), options)).rejects.toThrow(sentence);
  });

  it.each([
    [['--k', '0'], /--k is 0/],
    [['--seed', 'x'], /--seed is x/],
    [['--test-share', '1'], /--test-share is 1/],
    [['--colour', 'red'], /--colour/],
  ])('%o', (more, sentence) => {
    expect(() => parseOptions(['--format', 'f', '--data', 'd', '--protocol', 'p', '--model', 'm', ...more])).toThrow(sentence);
  });

  it('leave-one-out of data without an order says why it cannot be', async () => {
    const lines = ['userID\tartistID\tweight', '1\t2\t3', '1\t3\t4'];
    await writeFile(join(folder, 'user_artists.dat'), lines.join('\n'));
    await expect(run([], { format: 'lastfm-2k', data: folder, protocol: 'leave-one-out' })).rejects.toThrow(/neither times nor an order/);
  });
});

describe('the formats', () => {
  const figures = async (lines: readonly string[], options: Partial<Options> = {}) =>
    (await run(lines, { models: ['segue', 'popular'], ...options })).results
      .filter(({ metric }) => !/ms|MB/.test(metric))
      .map(({ data, ...figure }) => ({ ...figure, perEventMs: 0 }));
  const pairs = Array.from({ length: 60 }, (_, i) => [i % 7, (i * i) % 11] as const);

  it.each<[string, (line: string) => string]>([
    ['tabs, whatever the name of the file', (line) => line.replaceAll(',', '\t')],
    ['double colons', (line) => line.replaceAll(',', '::')],
  ])('MovieLens with %s has no head, and the same figures', async (_, written) => {
    const [, ...rows] = ratings(...pairs);
    expect(await figures(rows.map(written))).toEqual(await figures(ratings(...pairs)));
  });

  it('MovieLens with spaces, quotes and empty lines has the same figures', async () => {
    const [head, ...rows] = ratings(...pairs);
    const loose = ['', head!, ...rows.map((row) => row.replace(/^(\d+),(\d+),/, '"$1", $2 ,'))];
    expect(await figures(loose)).toEqual(await figures(ratings(...pairs)));
  });

  it('a log has the figures of what was not undone and not erased', async () => {
    const line = (listener: string, number: number, act: object) =>
      JSON.stringify({
        v: 1,
        listenerId: listener,
        outbox: `o-${listener}`,
        number,
        origin: 'person',
        receivedAtMs: 1_750_000_000_000 + number * 1_000,
        occurredAtMs: 1_750_000_000_000 + number * 1_000,
        act,
      });
    const heard = (listener: string, number: number, track: number) =>
      line(listener, number, { type: 'complete', trackId: `t${track}`, heardFraction: 1 });
    const kept = ['ada', 'bea', 'cy'].flatMap((listener) => [1, 2, 3, 4].map((number) => heard(listener, number, number)));
    const more = [
      ...kept,
      heard('ada', 5, 1),
      heard('bea', 5, 9),
      line('bea', 6, { type: 'undo', event: 'o-bea:5' }),
      heard('dee', 1, 2),
      heard('dee', 2, 9),
      line('dee', 3, { type: 'erase' }),
    ];
    const options = { format: 'events', models: ['popular'] };
    expect(await figures(more, options)).toEqual(await figures([...kept, heard('ada', 5, 1)], options));
  });

  it('a model that cannot run takes no other’s figures with it', async () => {
    const wide = Array.from({ length: 6_100 }, (_, i) => `${i} ${i} ${(i + 1) % 6_100}`);
    const { results, failures } = await run(wide, {
      format: 'sequences',
      protocol: 'holdout',
      testShare: 0.5,
      models: ['ease', 'popular'],
    });
    expect(failures).toEqual([expect.stringMatching(/^ease: /)]);
    expect(new Set(results.map(({ model }) => model))).toEqual(new Set(['popular']));
  });

  it('no figure of a holdout is above 1, however many tracks share a score', async () => {
    const alike = Array.from({ length: 40 }, (_, user) => `u${user} ${Array.from({ length: 15 }, (_, item) => `t${item}`).join(' ')}`);
    const { results } = await run(alike, { format: 'sequences', protocol: 'holdout', testShare: 0.8, models: ['popular'], k: 5 });
    for (const { metric, value } of results) if (!/ms|MB/.test(metric)) expect(value, metric).toBeLessThanOrEqual(1);
  });
});

describe('what is unusual has a defined figure', () => {
  it.each([
    ['one listener', ratings([1, 1], [1, 2], [1, 3])],
    ['one track', ratings([1, 1], [2, 1], [3, 1])],
  ])('%s', async (_what, lines) => {
    const { failures, results } = await run(lines);
    // One listener's next track is always one that the stream has not seen; with one track there is nothing else to rank.
    const ranked = results.some(({ metric }) => metric === 'HR@20');
    expect(ranked || failures.some((sentence) => /Nothing could be ranked/.test(sentence))).toBe(true);
  });

  it('one track that everybody hears is found by whoever comes second', async () => {
    const { failures, results } = await run(ratings([1, 1], [2, 1], [3, 1]));
    expect(failures).toEqual([]);
    expect(results.find(({ metric }) => metric === 'MRR@20')?.value).toBe(1);
  });

  it('where nothing can be ranked the run fails, and prints no figure of 0', async () => {
    const { failures, results } = await run(ratings([1, 1], [1, 2], [1, 3]));
    expect(failures).toEqual([expect.stringMatching(/Nothing could be ranked/)]);
    expect(results.map(({ metric }) => metric)).not.toContain('HR@20');
  });

  it.each([
    ['one listener', ratings([1, 1], [1, 2], [1, 3], [1, 4]), /could have been found: none of its tracks is in what was left/],
    ['one track', ratings([1, 1], [2, 1], [3, 1]), /Nothing was kept out: no listener has a track to spare at --test-share 0.25/],
  ])('holdout of %s says why nothing can be found, and prints no figure of 0', async (_what, lines, sentence) => {
    const failed = run(lines, { protocol: 'holdout' });
    await expect(failed).rejects.toThrow(sentence);
    await expect(failed).rejects.toBeInstanceOf(EvaluationError);
  });

  it('holdout of one track that is kept out of every history says so', async () => {
    await expect(run(ratings([1, 1], [2, 1], [3, 1]), { protocol: 'holdout', testShare: 0.6 })).rejects.toThrow(/could have been found/);
  });

  it('times that go backwards in the file are the order of the events all the same', async () => {
    const forwards = ratings([1, 1], [2, 2], [1, 2], [2, 1], [3, 1], [3, 2]);
    const backwards = [HEAD, ...forwards.slice(1).reverse()];
    expect((await run(backwards)).results.map(({ value, metric }) => [metric, /ms|MB/.test(metric) ? 0 : value])).toEqual(
      (await run(forwards)).results.map(({ value, metric }) => [metric, /ms|MB/.test(metric) ? 0 : value]),
    );
  });

  it('an event that comes twice is ranked once', async () => {
    const [head, ...lines] = ratings([1, 1], [2, 1], [2, 2], [1, 2]);
    const { results } = await run([head!, ...lines.flatMap((line) => [line, line])]);
    expect(results.find(({ metric }) => metric === 'HR@20')).toMatchObject({ value: 1, low: 1, high: 1 });
  });
});

describe('holdout says by how much ours is better than the best built-in', () => {
  const lines = ratings(...Array.from({ length: 60 }, (_, i) => [i % 6, (i * 7 + (i % 5)) % 12] as const));
  const differences = async (models: readonly string[]) => {
    const { results } = await run(lines, { protocol: 'holdout', models });
    return new Set(results.map(({ model }) => model).filter((model) => model.includes(' - ')));
  };

  it('wherever it is named, and for each of ours', async () => {
    const [first] = await differences(['colisten', 'popular']);
    expect(first).toBe('colisten - popular');
    expect(await differences(['popular', 'colisten'])).toEqual(new Set([first]));
    expect(await differences(['popular', 'segue-without-popularity', 'colisten'])).toEqual(
      new Set(['segue-without-popularity - popular', 'colisten - popular']),
    );
  });

  it('and of the first, where none is ours', async () => {
    expect(await differences(['popular', 'random'])).toEqual(new Set(['popular - random']));
  });
});

describe('--json and the table', () => {
  it('says for each figure whose it is, with its interval round it', async () => {
    const { results } = await run(ratings([1, 1], [2, 1], [1, 2], [2, 2], [3, 2], [3, 1]), { models: ['popular', 'random'] });
    expect(new Set(results.map(({ model }) => model))).toEqual(new Set(['popular', 'random']));
    for (const { value, low, high, protocol, data } of results) {
      expect({ protocol, data }).toEqual({ protocol: 'prequential', data: expect.stringContaining('segue-evaluation-') });
      expect(low).toBeLessThanOrEqual(value);
      expect(high).toBeGreaterThanOrEqual(value);
    }
  });
});
