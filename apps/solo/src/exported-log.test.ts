import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MemoryCatalogue, MemoryEventLog } from '@segue/backends/memory';
import { type Act, type Origin, SlateSchema, SOCKET_PATH } from '@segue/core/events';
import { evaluate, parseOptions } from '@segue/evaluation';
import { readEventLines, runImport } from '@segue/imports';
import { nowMs } from '@segue/telemetry';
import { exportLog } from '@segue/worker';
import { io } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openOnMemory } from './testing/on-memory.ts';

const LISTENERS = 6;
const ROUNDS = 6;
const HEARD_A_ROUND = 3;

/** An app whose listeners look at their lists as the page does. */
async function openApp() {
  const app = await openOnMemory({ tracks: 60 });
  return {
    ...app,
    /** Looks at the list as the page does, telling what was seen, and hears some of it. */
    async listen(name: string): Promise<void> {
      const extraHeaders = { cookie: await app.session() };
      const socket = io(app.url, { path: SOCKET_PATH, transports: ['websocket'], reconnection: false, forceNew: true, extraHeaders });
      await new Promise((resolve) => socket.once('connect', () => resolve(null)));
      let number = 0;
      const does = async (act: Act) => {
        const gesture = { v: 1, outbox: name, number: ++number, occurredAt: new Date().toISOString(), act };
        expect(await socket.timeout(10_000).emitWithAck('gesture', gesture)).toMatchObject({ status: 'acked' });
      };
      for (let round = 0; round < ROUNDS; round++) {
        const { rows } = SlateSchema.parse(await socket.timeout(10_000).emitWithAck('snapshot', {}));
        await does({
          type: 'impression',
          rows: rows.map(({ track: { trackId }, propensity }, rank) => ({ trackId, rank, propensity })),
        });
        const byChance = rows.filter(({ placedBy }) => placedBy === 'exploration').slice(0, 1);
        for (const { track } of [...byChance, ...rows.slice(0, HEARD_A_ROUND - byChance.length)]) {
          const heard = number % 3 !== 0;
          await does({ type: heard ? 'complete' : 'skip', trackId: track.trackId, heardFraction: heard ? 1 : 0.1 });
        }
      }
      socket.disconnect();
    },
  };
}

describe('the log of a running app, as a file', () => {
  let app: Awaited<ReturnType<typeof openApp>>;
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'segue-exported-'));
    app = await openApp();
    for (let i = 0; i < LISTENERS; i++) await app.listen(`listener-${i}`);
  }, 60_000);
  afterAll(async () => {
    await app.close();
    await rm(folder, { recursive: true });
    expect(app.problems).toEqual([]);
  });

  async function exported(origin: Origin | null = null) {
    const out = join(folder, `${origin ?? 'all'}.jsonl`);
    const { changed: tracks } = await app.catalogue.changes(0);
    const told = await exportLog(out, { log: app.log, tracks, origin });
    return { out, told };
  }
  const judged = (file: string, protocol: string) =>
    evaluate(
      parseOptions(['--format', 'events', '--data', file, '--protocol', protocol, '--model', 'segue,popular', '--k', '5']),
      () => {},
    );

  it('is judged by what chance put into its lists', async () => {
    const { out } = await exported();
    const { results, failures } = await judged(out, 'offpolicy');
    expect(failures).toEqual([]);
    for (const model of ['segue', 'popular'])
      for (const metric of ['IPS', 'SNIPS', 'DR', 'logged', 'effective n']) {
        const figure = results.find((result) => result.model === model && result.metric === metric);
        expect(figure?.value, `${model}: ${metric}`).toBeGreaterThan(0);
      }
  }, 30_000);

  it.each([
    ['prequential', 'HR@5'],
    ['holdout', 'nDCG@5'],
    ['leave-one-out', 'MRR'],
  ])(
    'is ranked by %s',
    async (protocol, metric) => {
      const { results, failures } = await judged((await exported()).out, protocol);
      expect(failures).toEqual([]);
      for (const model of ['segue', 'popular'])
        expect(results.find((result) => result.model === model && result.metric === metric)?.value, model).toBeGreaterThan(0);
    },
    30_000,
  );

  it('is what an import takes into another app, nothing refused', async () => {
    const { out, told } = await exported('person');
    const source = await readEventLines(out, { addedAtMs: 0 });
    expect({ tracks: source.tracks.length, events: source.listens.length }).toEqual(told);
    const report = await runImport(source, {
      log: MemoryEventLog.create(),
      catalogue: new MemoryCatalogue(),
      now: nowMs,
      onProgress: () => {},
    });
    expect(report).toEqual({ done: told.events, total: told.events, refusals: [] });
  });

  it('with an import that has no times is refused by ranking protocols, which say how to tell them apart, and taken by origin', async () => {
    const before = await exported('person');
    const source = await readEventLines(before.out, { addedAtMs: 0 });
    const timeless = source.listens.map((listen) => ({ ...listen, atMs: null }));
    await runImport({ ...source, name: 'without times', listens: timeless }, { ...app, now: nowMs, onProgress: () => {} });
    const { out, told } = await exported();
    expect(told.events).toBe(2 * before.told.events);
    await expect(judged(out, 'prequential')).rejects.toThrow(/have no time: .*npm run log -- export --origin person/);
    expect((await judged(out, 'offpolicy')).failures).toEqual([]);
    expect((await judged((await exported('person')).out, 'prequential')).failures).toEqual([]);
    expect((await judged((await exported('imported')).out, 'holdout')).failures).toEqual([]);
  }, 30_000);
});
