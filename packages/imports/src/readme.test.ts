import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readEventLines } from './event-lines.ts';

it('takes the lines that its README shows', async () => {
  const readme = await readFile(join(import.meta.dirname, '..', 'README.md'), 'utf8');
  const [, lines = ''] = /```jsonl\n(.*?)```/s.exec(readme) ?? [];
  const folder = await mkdtemp(join(tmpdir(), 'segue-readme-'));
  try {
    const file = join(folder, 'events.jsonl');
    await writeFile(file, lines);
    const source = await readEventLines(file, { addedAtMs: 0 });
    expect(source.refusals).toEqual([]);
    expect(source.tracks.map(({ title }) => title)).toEqual(['First Light']);
    expect(source.listens.map(({ act }) => act.type)).toEqual(['play', 'complete', 'skip', 'block', 'impression']);
    expect(source.listens[2]).toMatchObject({ atMs: null, strength: 2.5 });
  } finally {
    await rm(folder, { recursive: true });
  }
});
