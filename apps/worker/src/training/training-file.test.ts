import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MemoryEventLog } from '@segue/backends/memory';
import { encodeListenEvent, type ListenEvent } from '@segue/core/events';
import { LISTENER_FEATURE_NAMES, TRACK_FEATURE_NAMES } from '@segue/core/model';
import { anEvent, completes, skips, someTracks } from '@segue/core/testing';
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet';
import { afterAll, describe, expect, it } from 'vitest';
import { aCatalogue, appendAll } from '../testing/learning.ts';
import { featureMarkdown } from './feature-docs.ts';
import { featuresCommand } from './features-command.ts';
import { filedEvents } from './filed-events.ts';
import { columnNameOf, writeTrainingFile } from './training-file.ts';
import { trainingRows } from './training-rows.ts';

const folder = mkdtempSync(join(tmpdir(), 'segue-training-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const FEATURES = [...LISTENER_FEATURE_NAMES, ...TRACK_FEATURE_NAMES];
const events = Array.from({ length: 40 }, (_, i) => anEvent(i % 3 === 0 ? skips(i % 7, 0.25) : completes(i % 7), { number: i + 1 }));
const read = async (file: string) => parquetReadObjects({ file: await asyncBufferFromFile(file) });

function filed(name: string, lines: readonly ListenEvent[]): string {
  const file = join(folder, name);
  writeFileSync(file, lines.map((event) => `${Buffer.from(encodeListenEvent(event)).toString()}\n`).join(''));
  return file;
}

describe('a training file', () => {
  it('is Parquet with a column for every declared feature, and reads back to the bit', async () => {
    const file = join(folder, 'rows.parquet');
    const rows = [...trainingRows(() => events, { tracks: someTracks(8), seed: 1 })];
    expect(await writeTrainingFile(file, rows)).toBe(40);
    const back = await read(file);
    expect(back).toHaveLength(40);
    for (const [i, row] of rows.entries()) {
      const values = Object.fromEntries(FEATURES.map((name, at) => [columnNameOf(name), [...row.listener, ...row.track][at]]));
      expect(back[i]).toEqual({
        listener: row.listenerHash | 0,
        track: row.trackId,
        origin: 'person',
        at: new Date(row.atMs),
        rank: null,
        heard_out: row.heardOut,
        heard_fraction: row.heardFraction,
        ...values,
      });
    }
  });

  it('has its columns when there is no row', async () => {
    const file = join(folder, 'empty.parquet');
    expect(await writeTrainingFile(file, [])).toBe(0);
    expect(await read(file)).toEqual([]);
  });

  it('is made by the command, from a file of events or from the log, and says so', async () => {
    const out = join(folder, 'made.parquet');
    const log = MemoryEventLog.create();
    const catalogue = await aCatalogue(8);
    const said: string[] = [];
    const run = (args: readonly string[], home: string | null = null) =>
      featuresCommand(args, {
        seed: 1,
        home,
        open: async () => ({ log, catalogue, close: async () => {} }),
        print: (text) => void said.push(text),
        say: (sentence) => void said.push(sentence),
      });
    await run(['export', '--out', out, '--events', filed('log.jsonl', events)]);
    expect(said.at(-1)).toBe(`${out}: 40 plays, ${Object.keys((await read(out))[0]!).length} columns.`);
    expect(Object.keys((await read(out))[0]!)).toEqual(expect.arrayContaining(FEATURES.map(columnNameOf)));
    for (const event of events.slice(0, 7)) await appendAll(log, [event]);
    await run(['export', '--out', out], 'a home');
    expect(await read(out)).toHaveLength(7);
    await run(['list']);
    for (const name of FEATURES) expect(said.at(-1)).toContain(name);
    await expect(run(['export', '--events', 'x'])).rejects.toThrow('Say where to write: --out FILE.parquet');
    await expect(run(['export', '--out', out])).rejects.toThrow('set SEGUE_HOME, or say --events FILE');
    await expect(run(['export', '--out', out, '--events', 'nowhere.jsonl'])).rejects.toThrow('There is no file nowhere.jsonl');
    await expect(run(['exprot'])).rejects.toThrow('There is nothing like exprot');
    await expect(run(['list', '--rows'])).rejects.toThrow('Usage');
  });
});

describe('a file of events', () => {
  it('is read whatever its lines are cut into', () => {
    const many = Array.from({ length: 6_000 }, (_, i) => anEvent(completes(i % 9), { number: i + 1 }));
    expect([...filedEvents(filed('long.jsonl', many))]).toEqual(many);
  });

  it('says which line is none and why', () => {
    const file = filed('bad.jsonl', events.slice(0, 2));
    writeFileSync(file, `${readFileSync(file, 'utf8')}{"v":1}\n`);
    expect(() => [...filedEvents(file)]).toThrow(/bad\.jsonl, line 3: listenerId/);
  });
});

describe('docs/features.md', () => {
  it('has the table of every declared feature, as `npm run -s features -- list --markdown` prints it', () => {
    expect(readFileSync(new URL('../../../../docs/features.md', import.meta.url), 'utf8')).toContain(featureMarkdown());
  });
});
