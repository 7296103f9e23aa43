import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { anEvent, completes } from '@segue/core/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readEventLines } from './event-lines.ts';
import { readLastfm2k, shuffled } from './lastfm-2k.ts';
import { readMovielens } from './movielens.ts';

const NOW = Date.UTC(2026, 5);
/** The name of a history without what stands for its content. */
const kindOf = (name: string) => name.replace(/[^.]*$/, '');

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'segue-import-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));
const put = (file: string, content: string | Uint8Array) => writeFile(join(folder, file), content);

async function putLastfm(rows: string) {
  await put('artists.dat', 'id\tname\turl\tpictureURL\n1\tMalice\tx\ty\n2\tDiary\tx\ty\n');
  await put('tags.dat', 'tagID\ttagValue\n1\tmetal\n2\tseen live\n3\tgoth rock\n');
  await put(
    'user_taggedartists.dat',
    'userID\tartistID\ttagID\tday\tmonth\tyear\n2\t1\t1\t1\t4\t2009\n3\t1\t1\t1\t4\t2009\n2\t1\t3\t1\t4\t2009\n2\t1\t2\t1\t4\t2009\n',
  );
  await put('user_artists.dat', rows);
}

describe('lastfm-2k', () => {
  it('makes one timeless event a row, of strength log(1 + plays), and names genres by their tags', async () => {
    await putLastfm('userID\tartistID\tweight\n2\t1\t99\n');
    const source = await readLastfm2k(folder, { seed: 1, addedAtMs: NOW });
    expect(source.listens).toEqual([
      {
        listenerId: 'lastfm-2',
        act: { type: 'complete', trackId: 'lastfm-1', heardFraction: 1 },
        atMs: null,
        strength: Math.log(100),
        file: 'user_artists.dat',
        line: 2,
      },
    ]);
    expect(source.tracks[0]).toMatchObject({ id: 'lastfm-1', title: 'Malice', genres: ['metal', 'goth rock'], sound: 'stand-in' });
    expect(source.refusals).toEqual([]);
  });

  it('refuses bad rows with their line and reason, and goes on', async () => {
    await putLastfm('userID\tartistID\tweight\n2\t1\t5\n2\t9\t5\n2\t1\tmany\n2');
    const source = await readLastfm2k(folder, { seed: 1, addedAtMs: NOW });
    expect(source.listens).toHaveLength(1);
    expect(source.refusals.map(({ line }) => line)).toEqual([3, 4, 5]);
    expect(source.refusals[0]).toEqual({ file: 'user_artists.dat', line: 3, reason: 'the artist is not in artists.dat', value: '9' });
  });

  it('refuses ids that are no numbers, in every file, and goes on', async () => {
    const long = '7'.repeat(70);
    await putLastfm(`userID\tartistID\tweight\n2\t1\t5\n${long}\t1\t5\n2\t1 2\t5\n`);
    await put('artists.dat', `id\tname\turl\tpictureURL\n1\tMalice\tx\ty\n1 2\tDiary\tx\ty\n${long}\tDiary\tx\ty\n`);
    await put('tags.dat', 'tagID\ttagValue\n1\tmetal\none\tseen live\n');
    await put('user_taggedartists.dat', `userID\tartistID\ttagID\n2\t1\t1\n${long}\t1\t1\n2\tx\t1\n2\t1\ty\n`);
    const source = await readLastfm2k(folder, { seed: 1, addedAtMs: NOW });
    expect(source.listens).toHaveLength(1);
    expect(source.tracks.map(({ id, genres }) => [id, genres])).toEqual([['lastfm-1', ['metal']]]);
    expect(source.refusals).toHaveLength(8);
    for (const [file, lines] of [
      ['tags.dat', [3]],
      ['user_taggedartists.dat', [3, 4, 5]],
      ['artists.dat', [3, 4]],
      ['user_artists.dat', [3, 4]],
    ] as const)
      expect(source.refusals.filter((refusal) => refusal.file === file).map(({ line }) => line)).toEqual(lines);
    expect(source.refusals.at(-1)).toMatchObject({ reason: 'artistID is not 1 to 18 digits', value: '1 2' });
  });

  it('takes artists with a header or without one, and ends with a sentence where there are other columns', async () => {
    await putLastfm('userID\tartistID\tweight\n2\t1\t5\n');
    await put('artists.dat', '1\tMalice\tx\ty\n2\tDiary\tx\ty\n');
    const source = await readLastfm2k(folder, { seed: 1, addedAtMs: NOW });
    expect(source.tracks.map(({ title }) => title)).toEqual(['Malice', 'Diary']);
    await put('artists.dat', 'name\tid\nMalice\t1\n');
    await expect(readLastfm2k(folder, { seed: 1, addedAtMs: NOW })).rejects.toThrow(
      'artists.dat should start with the columns id, name; it starts with name, id',
    );
  });

  it('refuses a line in another encoding and keeps the rest', async () => {
    await putLastfm('userID\tartistID\tweight\n2\t1\t5\n');
    await put(
      'artists.dat',
      Buffer.concat([Buffer.from('id\tname\turl\tpictureURL\n1\tMalice\tx\ty\n'), Buffer.from([0x32, 9, 0xe9, 0xff, 9, 10])]),
    );
    const source = await readLastfm2k(folder, { seed: 1, addedAtMs: NOW });
    expect(source.refusals).toEqual([{ file: 'artists.dat', line: 3, reason: 'not UTF-8', value: null }]);
    expect(source.listens).toHaveLength(1);
  });

  it('says which columns it expected, and which file it misses', async () => {
    await putLastfm('user,artist\n');
    await expect(readLastfm2k(folder, { seed: 1, addedAtMs: NOW })).rejects.toThrow(
      /user_artists.dat should start with the columns userID, artistID, weight/,
    );
    await rm(join(folder, 'tags.dat'));
    await expect(readLastfm2k(folder, { seed: 1, addedAtMs: NOW })).rejects.toThrow(/tags.dat cannot be read/);
  });

  it('shuffles by seed: the same seed the same order, another seed another', () => {
    const rows = Array.from({ length: 100 }, (_, i) => i);
    expect(shuffled(rows, 1)).toEqual(shuffled(rows, 1));
    expect(shuffled(rows, 1)).not.toEqual(shuffled(rows, 2));
    expect([...shuffled(rows, 1)].sort((a, b) => a - b)).toEqual(rows);
  });
});

describe('movielens', () => {
  it('turns ratings into gestures with their own times, in order of time', async () => {
    await put('movies.csv', 'movieId,title,genres\n1,"Heat, The (1995)",Action|Crime\n2,Cats,(no genres listed)\n');
    await put('ratings.csv', 'userId,movieId,rating,timestamp\n1,2,1.0,200\n1,1,5.0,100\n1,1,9,100\n1,7,3,100\n1,1,3\n');
    const source = await readMovielens(folder, { addedAtMs: NOW });
    expect(source.listens.map(({ act, atMs }) => [act.type, atMs])).toEqual([
      ['complete', 100_000],
      ['skip', 200_000],
    ]);
    expect(source.tracks[0]).toMatchObject({ title: 'Heat, The (1995)', genres: ['action', 'crime'] });
    expect(source.refusals.map(({ line }) => line)).toEqual([4, 5, 6]);
  });

  it('refuses ids that are no numbers, and times that are not in seconds since 1970, and goes on', async () => {
    const long = '7'.repeat(70);
    await put('movies.csv', `movieId,title,genres\n1,Cats,Drama\n1 2,Dogs,Drama\n${long},Birds,Drama\n`);
    await put('ratings.csv', `userId,movieId,rating,timestamp\n1,1,5,100\n${long},1,5,100\n1,1 2,5,100\n1,1,5,-1\n1,1,5,1e99\n`);
    const source = await readMovielens(folder, { addedAtMs: NOW });
    expect(source.tracks.map(({ title }) => title)).toEqual(['Cats']);
    expect(source.listens).toHaveLength(1);
    expect(source.refusals).toEqual([
      { file: 'movies.csv', line: 3, reason: 'movieId is not 1 to 18 digits', value: '1 2' },
      { file: 'movies.csv', line: 4, reason: 'movieId is not 1 to 18 digits', value: long },
      { file: 'ratings.csv', line: 3, reason: 'userId is not 1 to 18 digits', value: long },
      { file: 'ratings.csv', line: 4, reason: 'movieId is not 1 to 18 digits', value: '1 2' },
      { file: 'ratings.csv', line: 5, reason: 'timestamp is not in whole seconds since 1970', value: '-1' },
      { file: 'ratings.csv', line: 6, reason: 'timestamp is not in whole seconds since 1970', value: '1e99' },
    ]);
  });
});

describe('events', () => {
  it('takes tracks and gestures, one JSON object a line, and names what is wrong by line and field', async () => {
    const lines = [
      '{"track":{"id":"x1","title":"One","artist":"Two","genres":["folk"]}}',
      '{"listener":"u1","at":"2026-01-31T20:15:00Z","act":{"type":"skip","trackId":"x1","heardFraction":0.2}}',
      '{"listener":"u1","act":{"type":"skip","trackId":"x1","heardFraction":1.7}}',
      '{"listener":"u1","act":{"type":"li',
    ];
    await put('mine.jsonl', lines.join('\n'));
    const source = await readEventLines(join(folder, 'mine.jsonl'), { addedAtMs: NOW });
    expect(source.tracks).toHaveLength(1);
    expect(source.listens).toEqual([
      {
        listenerId: 'u1',
        act: { type: 'skip', trackId: 'x1', heardFraction: 0.2 },
        atMs: Date.parse('2026-01-31T20:15:00Z'),
        strength: null,
        file: 'mine.jsonl',
        line: 2,
      },
    ]);
    expect(source.refusals).toEqual([
      { file: 'mine.jsonl', line: 3, reason: expect.stringContaining('act.heardFraction'), value: null },
      { file: 'mine.jsonl', line: 4, reason: expect.stringContaining('not JSON'), value: null },
    ]);
  });

  it('tells artists apart whatever script their names are in', async () => {
    const names = ['Кино', '初音ミク', '!!!', 'AC/DC', 'AC DC', 'Beyonc\u00e9', 'Beyonce\u0301', 'BEYONC\u00c9', 'Two', 'two'];
    await put('names.jsonl', names.map((artist, i) => JSON.stringify({ track: { id: `x${i}`, title: 'One', artist } })).join('\n'));
    const { tracks } = await readEventLines(join(folder, 'names.jsonl'), { addedAtMs: NOW });
    const ids = tracks.map(({ artistId }) => artistId);
    expect(ids).toHaveLength(names.length);
    expect(new Set(ids).size).toBe(7);
    expect(new Set(ids.slice(0, 5)).size).toBe(5);
    expect(new Set(ids.slice(5, 8)).size).toBe(1);
    expect(ids.slice(8)).toEqual(['a-two', 'a-two']);
  });

  it('takes nothing that was undone or erased, as the app that wrote the log had not learnt it', async () => {
    const event = (listenerId: string, number: number, act: object) =>
      JSON.stringify({ ...anEvent(completes(1)), listenerId, outbox: `o-${listenerId}`, number, act });
    const undo = (number: number) => ({ type: 'undo', event: `o-ada:${number}` });
    await put(
      'log.jsonl',
      [
        event('ada', 1, completes(1)),
        event('ada', 2, completes(2)),
        event('ada', 3, undo(2)),
        event('ada', 4, completes(3)),
        event('ada', 5, undo(4)),
        event('ada', 6, undo(5)),
        event('bea', 1, completes(4)),
        event('bea', 2, { type: 'erase' }),
        event('bea', 3, completes(5)),
      ].join('\n'),
    );
    const { listens, refusals } = await readEventLines(join(folder, 'log.jsonl'), { addedAtMs: NOW });
    expect(listens.map(({ act, line }) => [act, line])).toEqual([
      [completes(1), 1],
      [completes(3), 4],
      [completes(5), 9],
    ]);
    expect(refusals).toEqual([]);
  });

  it('takes an event as the log holds it, and one that stands twice once', async () => {
    const event = anEvent(completes(1), { strength: 2 });
    const line = JSON.stringify(event);
    const other = JSON.stringify({ ...event, listenerId: 'somebody-else', timeless: true });
    await put('log.jsonl', [line, line, other].join('\n'));
    const { listens, refusals } = await readEventLines(join(folder, 'log.jsonl'), { addedAtMs: NOW });
    const { listenerId, act, occurredAtMs, strength } = event;
    expect(listens).toEqual([
      { listenerId, act, atMs: occurredAtMs, strength, file: 'log.jsonl', line: 1 },
      { listenerId: 'somebody-else', act, atMs: null, strength, file: 'log.jsonl', line: 3 },
    ]);
    expect(refusals).toEqual([]);
  });

  it('refuses what was before 1970', async () => {
    await put('old.jsonl', '{"listener":"u1","at":"1969-12-31T23:59:59Z","act":{"type":"like","trackId":"x1"}}');
    const source = await readEventLines(join(folder, 'old.jsonl'), { addedAtMs: NOW });
    expect(source.listens).toEqual([]);
    expect(source.refusals).toEqual([{ file: 'old.jsonl', line: 1, reason: 'at: before 1970', value: '1969-12-31T23:59:59Z' }]);
  });
});

describe('the name of a history', () => {
  it('is that of its content: another one of the same file name is another, and the same elsewhere is the same', async () => {
    const line = (id: string) => `{"listener":"${id}","act":{"type":"like","trackId":"x1"}}\n`;
    await put('mine.jsonl', line('u1'));
    const first = await readEventLines(join(folder, 'mine.jsonl'), { addedAtMs: NOW });
    await put('copy.jsonl', line('u1'));
    await put('mine.jsonl', line('u2'));
    const second = await readEventLines(join(folder, 'mine.jsonl'), { addedAtMs: NOW });
    const copy = await readEventLines(join(folder, 'copy.jsonl'), { addedAtMs: NOW + 1 });
    expect(second.name).not.toBe(first.name);
    expect(copy.name).toBe(first.name);
    expect(kindOf(first.name)).toBe('events.');
  });

  it('is that of all files of a set, and of the seed that shuffles', async () => {
    await putLastfm('userID\tartistID\tweight\n2\t1\t5\n');
    const nameOf = async (seed: number) => (await readLastfm2k(folder, { seed, addedAtMs: NOW })).name;
    const before = await nameOf(1);
    expect(kindOf(before)).toBe('lastfm-2k.1.');
    expect(await nameOf(1)).toBe(before);
    expect(await nameOf(2)).not.toBe(before);
    await put('tags.dat', 'tagID\ttagValue\n1\tpop\n');
    expect(await nameOf(1)).not.toBe(before);

    await put('movies.csv', 'movieId,title,genres\n1,Cats,Drama\n');
    await put('ratings.csv', 'userId,movieId,rating,timestamp\n1,1,5,100\n');
    const films = await readMovielens(folder, { addedAtMs: NOW });
    await put('ratings.csv', 'userId,movieId,rating,timestamp\n1,1,4,100\n');
    expect((await readMovielens(folder, { addedAtMs: NOW })).name).not.toBe(films.name);
    expect(kindOf(films.name)).toBe('movielens.');
  });
});

const data = process.env['SEGUE_DATA'];
describe.skipIf(!data)('the real sets', () => {
  it('reads every row of lastfm-2k and of movielens, or says why not', async () => {
    const lastfm = await readLastfm2k(join(data ?? '', 'lastfm-2k'), { seed: 1, addedAtMs: NOW });
    expect(lastfm.listens.length + lastfm.refusals.filter(({ file }) => file === 'user_artists.dat').length).toBe(92_834);
    const movielens = await readMovielens(join(data ?? '', 'ml-latest-small'), { addedAtMs: NOW });
    expect(movielens.listens.length + movielens.refusals.length).toBe(100_836);
  });
});
