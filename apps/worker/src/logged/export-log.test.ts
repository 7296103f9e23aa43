import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MemoryEventLog, openMemoryOnlineStore } from '@segue/backends/memory';
import { type Act, asEventId, asListenerId, asOutboxId, type EventLine, type ListenEvent, parseEventLine } from '@segue/core/events';
import { anEvent, aTrack, completes, likes, skips } from '@segue/core/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { aCatalogue, appendAll } from '../testing/learning.ts';
import { entryOf } from '../testing/tape.ts';
import { exportLog } from './export-log.ts';
import { logCommand } from './log-command.ts';
import { loggedEvents } from './logged-events.ts';

const NOON = 1_750_000_000_000;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'segue-export-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const numbers = new Map<string, number>();
function by(name: string, act: Act, more: Partial<ListenEvent> = {}): ListenEvent {
  const number = (numbers.get(name) ?? 0) + 1;
  numbers.set(name, number);
  const atMs = NOON + number * 1_000;
  const whose = { listenerId: asListenerId(name), outbox: asOutboxId(`of-${name}`), number };
  return anEvent(act, { ...whose, receivedAtMs: atMs, occurredAtMs: atMs, ...more });
}
const idOf = ({ outbox, number }: ListenEvent) => asEventId(`${outbox}:${number}`);

async function exported(events: readonly ListenEvent[], { origin = null }: { readonly origin?: ListenEvent['origin'] | null } = {}) {
  const log = MemoryEventLog.create({ partitions: { listens: 3 } });
  await appendAll(log, events);
  const out = join(folder, 'log.jsonl');
  const { changed: tracks } = await (await aCatalogue(4)).changes(0);
  const told = await exportLog(out, { log, tracks, origin });
  const lines = readFileSync(out, 'utf8')
    .trimEnd()
    .split('\n')
    .map((text, i): EventLine => parseEventLine({ number: i + 1, text }));
  expect(lines.filter(({ kind }) => kind === 'bad')).toEqual([]);
  return { told, tracks, events: lines.flatMap((line) => (line.kind === 'event' ? line.event : [])), lines };
}

describe('an export of the log', () => {
  it('has the tracks, and each event as the log holds it, propensities and all', async () => {
    const impression: Act = {
      type: 'impression',
      rows: [
        { trackId: aTrack(1).id, rank: 0, propensity: 1 },
        { trackId: aTrack(2).id, rank: 5, propensity: 0.125 },
      ],
    };
    const events = [by('ada', impression), by('ada', completes(2), { strength: 1.5 }), by('ada', likes(1), { timeless: true })];
    const { told, tracks, lines, events: written } = await exported(events);
    expect(written).toEqual(events);
    expect(told).toEqual({ tracks: 4, events: 3 });
    expect(lines.slice(0, 4).map((line) => line.kind === 'track' && line.track.id)).toEqual(tracks.map(({ id }) => id));
    expect(readdirSync(folder)).toEqual(['log.jsonl']);
  });

  it('is in the order of the log, whatever partitions it has, and the same when it is read again', async () => {
    const log = MemoryEventLog.create({ partitions: { listens: 3 } });
    const events = Array.from({ length: 2_000 }, (_, i) => by(`listener-${i % 40}`, completes(i % 4)));
    vi.useFakeTimers({ toFake: ['Date'] });
    for (const [i, event] of events.entries()) {
      vi.setSystemTime(NOON + i);
      await appendAll(log, [event]);
    }
    vi.useRealTimers();
    const logged = await loggedEvents(log, folder);
    for (let time = 0; time < 2; time++) expect([...logged.events()].map(idOf)).toEqual(events.map(idOf));
    // Nothing lies about, even if it is never closed.
    expect(readdirSync(folder)).toEqual([]);
    logged.close();
  });

  it('leaves out what an undo took back, and has what an undo of the undo brought back', async () => {
    const [one, two, kept] = [by('ben', completes(1)), by('ben', likes(2)), by('ben', skips(3))];
    const undoOne = by('ben', { type: 'undo', event: idOf(one) });
    const undoTwo = by('ben', { type: 'undo', event: idOf(two) });
    const redo = by('ben', { type: 'undo', event: idOf(undoTwo) });
    // Another listener's event of the same number is another event.
    const other = by('cleo', completes(1), { outbox: one.outbox, number: one.number });
    const { events } = await exported([one, two, kept, undoOne, undoTwo, redo, other]);
    expect(new Set(events)).toEqual(new Set([two, kept, other]));
  });

  it('[L14] holds nothing of a listener’s from before they erased what is held', async () => {
    const before = [by('dora', completes(1)), by('dora', { type: 'profile', country: 'SE' })];
    const [other, erase, after] = [by('ed', completes(1)), by('dora', { type: 'erase' }), by('dora', completes(2))];
    const { events } = await exported([...before, other, erase, after]);
    expect(new Set(events)).toEqual(new Set([other, after]));
  });

  it('holds what one origin did, and without one what all but the probe did', async () => {
    const of = (origin: ListenEvent['origin']) => by(`a-${origin}`, completes(1), { origin });
    const all = { person: of('person'), imported: of('imported'), simulated: of('simulated'), probe: of('probe') };
    expect(new Set((await exported(Object.values(all))).events)).toEqual(new Set([all.person, all.imported, all.simulated]));
    for (const origin of ['person', 'imported', 'simulated', 'probe'] as const)
      expect((await exported(Object.values(all), { origin })).events).toEqual([all[origin]]);
  });

  it('leaves out what could not be read when it was learnt', async () => {
    const log = MemoryEventLog.create();
    const good = by('fay', completes(1));
    await log.append('listens', [{ ...entryOf(good, 0), value: new TextEncoder().encode('{"v":1') }, entryOf(good, 0)]);
    const out = join(folder, 'log.jsonl');
    expect(await exportLog(out, { log, tracks: [], origin: null })).toEqual({ tracks: 0, events: 1 });
  });

  it('leaves no half a file where it cannot be written', async () => {
    const log = MemoryEventLog.create();
    const out = join(folder, 'there', 'log.jsonl');
    await expect(exportLog(out, { log, tracks: [], origin: null })).rejects.toThrow('ENOENT');
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('npm run log', () => {
  const said: string[] = [];
  const run = (args: readonly string[], { isThere = true } = {}) =>
    logCommand(args, {
      open: async () => ({
        log: MemoryEventLog.create(),
        store: openMemoryOnlineStore(),
        catalogue: await aCatalogue(4),
        close: async () => void said.push('closed'),
      }),
      isThere,
      adopt: async () => ({ id: 'x', epoch: 3, listenPartitions: 1 }) as never,
      say: (sentence) => said.push(sentence),
    });

  it('writes a file, adopts a log, and says what is wrong with anything else', async () => {
    const out = join(folder, 'log.jsonl');
    await run(['export', '--out', out, '--origin', 'person']);
    expect(said.splice(0)).toEqual([`${out}: 0 events, 4 tracks.`, 'closed']);
    await run(['adopt']);
    expect(said.splice(0)).toEqual([expect.stringMatching(/^Adopted: epoch 3, 1 partitions/), 'closed']);
    for (const [args, sentence] of [
      [[], 'Usage'],
      [['exprot'], 'There is nothing like exprot'],
      [['export'], 'Say where to write: --out FILE'],
      [['export', '--out', join(folder, 'nowhere', 'log.jsonl')], 'There is no folder'],
      [['export', '--out', out, '--origin', 'robots'], '--origin is robots; there are person, simulated, imported, probe'],
      [['adopt', '--out', out], 'Usage'],
    ] as const)
      await expect(run(args)).rejects.toThrow(sentence);
    await expect(run(['export', '--out', out], { isThere: false })).rejects.toThrow('set SEGUE_HOME');
    expect(said).toEqual([]);
  });
});
