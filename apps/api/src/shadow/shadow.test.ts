import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Act,
  asListenerId,
  asOutboxId,
  eventIdOf,
  type ListenEvent,
  type ListenerId,
  OPERATOR_NAMESPACE,
  type OperatorView,
  OperatorViewSchema,
  type Origin,
  type Revision,
  type Slate,
  SOCKET_PATH,
} from '@segue/core/events';
import { SIGNAL_GROUPS } from '@segue/core/features';
import { hashOf, ModelView, mix, newTaste, type Taste } from '@segue/core/model';
import { RANKER_COLUMNS } from '@segue/core/ranking';
import { anEvent, someTracks, trackId, until } from '@segue/core/testing';
import { createMetrics } from '@segue/telemetry';
import { io } from 'socket.io-client';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { openApi } from '../testing/open-api.ts';
import type { Experiment } from './experiment.ts';
import { packKept, restoreKept } from './kept.ts';
import { outcomeOf } from './outcome-of.ts';
import { Rivals } from './rivals.ts';
import { type Explained, Shadow } from './shadow.ts';
import { createFileShelf, type Shelf } from './shelf.ts';

const GENRE = SIGNAL_GROUPS.indexOf('genre');
const ROWS = 20;
const random = (...of: readonly number[]) => of.reduce((hash, one) => mix(hash + one), 7) / 2 ** 32;

const model = new ModelView();
model.setTracks(someTracks(60), []);
const shadows: Shadow[] = [];
afterEach(async () => {
  for (const shadow of shadows.splice(0)) await shadow.stop();
});

function aShadow({ experiment = null, shelf = null }: { readonly experiment?: Experiment | null; readonly shelf?: Shelf | null } = {}) {
  const metrics = createMetrics({ service: 'api', instance: 'one' });
  const problems: unknown[] = [];
  let atMs = 1_750_000_000_000;
  const shadow = new Shadow({
    rankers: ['logistic', 'adaptive-tree'],
    experiment,
    shelf,
    model,
    seed: 1,
    metrics,
    nowMs: () => atMs++,
    onProblem: (cause) => problems.push(cause),
  });
  shadows.push(shadow);
  const gaugeOf = async (name: string, labels: Readonly<Record<string, string>>) => {
    shadow.settle();
    shadow.tell();
    const found = (await metrics.registry.getMetricsAsJSON()).find((one) => one.name === name);
    const values = (found?.values ?? []) as readonly { readonly labels: Record<string, unknown>; readonly value: number }[];
    return values.find((one) => Object.entries(labels).every(([label, value]) => one.labels[label] === value))?.value;
  };
  return { shadow, metrics, problems, gaugeOf };
}

/** A list in which the genre's part says what will be heard out, and the rest of the score does not. */
function aSlate(taste: number, seed: number, team: 0 | 1 | null = null): Explained {
  const parts = Array.from({ length: ROWS }, (_, row) =>
    Float64Array.from(SIGNAL_GROUPS, (_, group) => random(seed, row, group) - (group === GENRE ? 0.5 : 0)),
  );
  return {
    slate: {
      revision: { epoch: 1, taste, view: 0 },
      rows: Array.from({ length: ROWS }, (_, row) => ({ track: { trackId: trackId(row) }, placedBy: 'model' })),
    } as unknown as Slate,
    taste: null as Taste | null,
    parts,
    teams: team === null ? null : Array.from({ length: ROWS }, (_, row) => (row % 2 === 0 ? team : team === 0 ? 1 : 0)),
    placed: [],
  };
}

const shownAt = (taste: number): Revision & { readonly rank: number } => ({ epoch: 1, taste, view: 0, rank: 0 });
const listenerNo = (i: number): ListenerId => asListenerId(`listener-${i}`);
function event(act: Act, listenerId: ListenerId, overrides: Partial<ListenEvent> = {}): ListenEvent {
  return anEvent(act, { listenerId, outbox: asOutboxId(`o-${listenerId}`), ...overrides });
}

/** One listener is shown a list, plays the row, and what comes of it follows from the genre's part. */
function listen(
  shadow: Shadow,
  i: number,
  { origin = 'person' as Origin, heardOut = null as boolean | null, explained = aSlate(i, i) } = {},
) {
  const listener = listenerNo(i);
  const row = mix(i) % ROWS;
  shadow.made(listener, explained);
  shadow.note(event({ type: 'play', trackId: trackId(row) }, listener, { origin, shown: shownAt(i) }));
  const isHeard = heardOut ?? explained.parts[row]![GENRE]! > 0;
  const act: Act = isHeard
    ? { type: 'complete', trackId: trackId(row), heardFraction: 1 }
    : { type: 'skip', trackId: trackId(row), heardFraction: 0.1 };
  shadow.note(event(act, listener, { origin }));
  shadow.settle();
}

describe('rankers in shadow', () => {
  it('learn what gets heard out from what was shown, and are compared with what serves and with the base rate', async () => {
    const { shadow, gaugeOf, problems } = aShadow();
    for (let i = 0; i < 1_500; i++) listen(shadow, i);
    const lossOf = async (ranker: string) => (await gaugeOf('segue_ranker_log_loss', { ranker, origin: 'person' }))!;
    expect(await gaugeOf('segue_ranker_outcomes', { ranker: 'logistic', origin: 'person' })).toBe(1_500);
    for (const ranker of ['logistic', 'adaptive-tree']) {
      expect(await lossOf(ranker), ranker).toBeLessThan((await lossOf('base-rate')) - 0.1);
      expect(await lossOf(ranker), ranker).toBeLessThan((await lossOf('serving')) - 0.1);
      expect((await gaugeOf('segue_ranker_auc', { ranker, origin: 'person' }))!).toBeGreaterThan(0.85);
    }
    expect(problems).toEqual([]);
  });

  it('keep what people taught apart from what simulated listeners did', async () => {
    const { shadow, gaugeOf } = aShadow();
    for (let i = 0; i < 40; i++) listen(shadow, i, { origin: i % 4 === 0 ? 'simulated' : 'person' });
    expect(await gaugeOf('segue_ranker_outcomes', { ranker: 'logistic', origin: 'person' })).toBe(30);
    expect(await gaugeOf('segue_ranker_outcomes', { ranker: 'logistic', origin: 'simulated' })).toBe(10);
    expect(await gaugeOf('segue_ranker_outcomes', { ranker: 'logistic', origin: 'imported' })).toBeUndefined();
  });

  it('learn nothing from a slate that is not known, a track that was not in it, a late skip, or a second outcome', async () => {
    const { shadow, gaugeOf } = aShadow();
    const listener = listenerNo(1);
    shadow.made(listener, aSlate(1, 1));
    const play = (track: number, taste: number) =>
      shadow.note(event({ type: 'play', trackId: trackId(track) }, listener, { shown: shownAt(taste) }));
    const completes = (track: number) => shadow.note(event({ type: 'complete', trackId: trackId(track), heardFraction: 1 }, listener));
    play(3, 99);
    completes(3);
    play(55, 1);
    completes(55);
    play(4, 1);
    shadow.note(event({ type: 'skip', trackId: trackId(4), heardFraction: 0.7 }, listener));
    expect(await gaugeOf('segue_ranker_outcomes', { ranker: 'logistic', origin: 'person' })).toBeUndefined();
    play(5, 1);
    shadow.note(event({ type: 'like', trackId: trackId(5) }, listener));
    completes(5);
    expect(await gaugeOf('segue_ranker_outcomes', { ranker: 'logistic', origin: 'person' })).toBe(1);
  });

  it('learn nothing from an outcome that is undone, and what the track came to after all', async () => {
    const { shadow, gaugeOf } = aShadow();
    const listener = listenerNo(1);
    shadow.made(listener, aSlate(1, 1));
    shadow.note(event({ type: 'play', trackId: trackId(4) }, listener, { shown: shownAt(1) }));
    const dislike = event({ type: 'dislike', trackId: trackId(4) }, listener);
    shadow.note(dislike);
    shadow.note(event({ type: 'undo', event: eventIdOf(dislike) }, listener));
    expect(await gaugeOf('segue_ranker_outcomes', { ranker: 'logistic', origin: 'person' })).toBeUndefined();
    shadow.note(event({ type: 'complete', trackId: trackId(4), heardFraction: 1 }, listener));
    expect(await gaugeOf('segue_ranker_outcomes', { ranker: 'logistic', origin: 'person' })).toBe(1);
  });

  it('learn what came after a heart that was taken back within ten seconds, and not the heart', async () => {
    const labelsOf = async (...acts: readonly Act[]) => {
      const { shadow, gaugeOf } = aShadow({ experiment: { name: 'rate', how: 'draft', ranker: 'base-rate', after: 0 } });
      shadow.made(listenerNo(1), aSlate(1, 1));
      for (const act of [{ type: 'play', trackId: trackId(4) } as const, ...acts]) {
        shadow.note(event(act, listenerNo(1), { shown: shownAt(1) }));
      }
      const learnt = await gaugeOf('segue_ranker_outcomes', { ranker: 'base-rate', origin: 'person' });
      const chance = shadow.challenge(listenerNo(1))!.ranker.predict(new Float64Array(RANKER_COLUMNS.length));
      return [learnt, chance > 0.5 ? 1 : 0];
    };
    const like: Act = { type: 'like', trackId: trackId(4) };
    const unlike: Act = { type: 'unlike', trackId: trackId(4) };
    const skip: Act = { type: 'skip', trackId: trackId(4), heardFraction: 0.05 };
    expect(await labelsOf(like, skip)).toEqual([1, 1]);
    expect(await labelsOf(like, unlike, skip)).toEqual([1, 0]);
    // The skip came first, and it was the heart that hid it.
    expect(await labelsOf(like, skip, unlike)).toEqual([1, 0]);
    expect(await labelsOf(unlike, like, skip)).toEqual([1, 1]);
    expect((await labelsOf(like, unlike))[0]).toBeUndefined();
  });

  it('learn once what was sent twice', async () => {
    const { shadow, gaugeOf } = aShadow({ experiment: { name: 'rate', how: 'draft', ranker: 'ftrl', after: 0 } });
    const listener = listenerNo(1);
    const played = event({ type: 'play', trackId: trackId(4) }, listener, { shown: shownAt(1) });
    const completed = event({ type: 'complete', trackId: trackId(4), heardFraction: 1 }, listener);
    shadow.made(listener, aSlate(1, 1));
    for (const one of [played, completed, played, completed]) shadow.note(one);
    expect(await gaugeOf('segue_ranker_outcomes', { ranker: 'logistic', origin: 'person' })).toBe(1);
    expect(await gaugeOf('segue_list_plays_total', { end: 'heard-out', rows: 'first', origin: 'person' })).toBe(1);
  });

  it('read how often a row was seen and not played from what the list was ranked with', () => {
    const rows: Float64Array[] = [];
    const learn = vi.spyOn(Rivals.prototype, 'learn').mockImplementation((row) => void rows.push(row));
    try {
      const { shadow } = aShadow();
      const taste = newTaste({ epoch: 1, partition: 0, offset: 0 }, null);
      taste.shown.counted = new Map([[trackId(4), 3]]);
      for (const [i, seen] of [trackId(4), trackId(5)].entries()) {
        const listener = listenerNo(i);
        shadow.made(listener, { ...aSlate(1, 1), taste });
        // The list itself, once it is seen, is none of those before.
        shadow.note(event({ type: 'impression', rows: [{ trackId: seen, rank: 4, propensity: 1 }] }, listener));
        shadow.note(event({ type: 'play', trackId: seen }, listener, { shown: shownAt(1) }));
        shadow.note(event({ type: 'complete', trackId: seen, heardFraction: 1 }, listener));
        shadow.settle();
      }
      const at = RANKER_COLUMNS.indexOf('shown before');
      expect(rows.map((row) => Math.round(Math.expm1(row[at]!)))).toEqual([3, 0]);
    } finally {
      learn.mockRestore();
    }
  });

  it('know a list that was made seven lists ago', async () => {
    const { shadow, gaugeOf } = aShadow();
    for (let taste = 1; taste <= 8; taste++) shadow.made(listenerNo(1), aSlate(taste, taste));
    shadow.note(event({ type: 'play', trackId: trackId(4) }, listenerNo(1), { shown: shownAt(1) }));
    shadow.note(event({ type: 'complete', trackId: trackId(4), heardFraction: 1 }, listenerNo(1)));
    expect(await gaugeOf('segue_ranker_outcomes', { ranker: 'logistic', origin: 'person' })).toBe(1);
  });

  it('learn an outcome once it was not undone for ten seconds', async () => {
    vi.useFakeTimers();
    try {
      const metrics = createMetrics({ service: 'api', instance: 'one' });
      const shadow = new Shadow({
        rankers: ['logistic'],
        experiment: null,
        shelf: null,
        model,
        seed: 1,
        metrics,
        nowMs: () => Date.now(),
        onProblem: (cause) => {
          throw cause;
        },
      });
      shadows.push(shadow);
      shadow.made(listenerNo(1), aSlate(1, 1));
      shadow.note(event({ type: 'play', trackId: trackId(4) }, listenerNo(1), { shown: shownAt(1) }));
      shadow.note(event({ type: 'complete', trackId: trackId(4), heardFraction: 1 }, listenerNo(1)));
      const outcomes = async () => {
        shadow.tell();
        return (await metrics.registry.getSingleMetricAsString('segue_ranker_outcomes').catch(() => '')).includes('} 1');
      };
      await vi.advanceTimersByTimeAsync(9_000);
      expect(await outcomes()).toBe(false);
      await vi.advanceTimersByTimeAsync(3_000);
      expect(await outcomes()).toBe(true);
    } finally {
      vi.useRealTimers();
    }
  });

  it('forget whoever asks for it, and whoever was shown nothing for longest', async () => {
    const { shadow, gaugeOf } = aShadow();
    shadow.made(listenerNo(1), aSlate(1, 1));
    shadow.note(event({ type: 'play', trackId: trackId(2) }, listenerNo(1), { shown: shownAt(1) }));
    shadow.settle();
    shadow.note(event({ type: 'erase' }, listenerNo(1)));
    shadow.note(event({ type: 'complete', trackId: trackId(2), heardFraction: 1 }, listenerNo(1)));
    for (let i = 10; i < 2_100; i++) {
      shadow.made(listenerNo(i), aSlate(i, i));
      if (i % 500 === 0) shadow.settle();
    }
    shadow.settle();
    shadow.note(event({ type: 'play', trackId: trackId(2) }, listenerNo(10), { shown: shownAt(10) }));
    shadow.note(event({ type: 'complete', trackId: trackId(2), heardFraction: 1 }, listenerNo(10)));
    expect(await gaugeOf('segue_ranker_outcomes', { ranker: 'logistic', origin: 'person' })).toBeUndefined();
  });

  it('[L8] leave the oldest out, and say so, where more waits than they look at', async () => {
    const { shadow, gaugeOf } = aShadow();
    for (let i = 0; i < 2_300; i++) shadow.note(event({ type: 'play', trackId: trackId(1) }, listenerNo(i)));
    expect(await gaugeOf('segue_shadow_left_out_total', {})).toBe(300);
  });

  it('believe nothing while they know little, then something that stands for a while', () => {
    const { shadow } = aShadow();
    for (let i = 0; i < 20; i++) listen(shadow, i);
    expect(shadow.belief()).toBeNull();
    for (let i = 20; i < 400; i++) listen(shadow, i);
    const belief = shadow.belief();
    const meanOf = (column: number) => belief!.draws.reduce((sum, draw) => sum + draw[column]!, 0) / belief!.draws.length;
    expect(meanOf(GENRE)).toBeGreaterThan(0.1);
    listen(shadow, 999);
    expect(shadow.belief()).toBe(belief);
  });

  it('go on over a restart as if there had been none, from a file that is written whole', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'segue-shelf-'));
    try {
      const path = join(folder, 'deeper', 'rankers.bin');
      const shelf = createFileShelf(path);
      const before = aShadow({ shelf });
      await before.shadow.start();
      for (let i = 0; i < 300; i++) listen(before.shadow, i);
      await before.shadow.stop();
      const after = aShadow({ shelf });
      expect(after.shadow.belief()).toBeNull();
      await after.shadow.start();
      expect(after.shadow.belief()).not.toBeNull();
      // Figures begin anew; what is predicted goes on: a shadow that knew nothing would be no better than chance.
      for (let i = 1_000; i < 1_100; i++) listen(after.shadow, i);
      expect(await after.gaugeOf('segue_ranker_outcomes', { ranker: 'logistic', origin: 'person' })).toBe(100);
      const fresh = aShadow();
      for (let i = 1_000; i < 1_100; i++) listen(fresh.shadow, i);
      const lossOf = async ({ gaugeOf }: typeof fresh) =>
        (await gaugeOf('segue_ranker_log_loss', { ranker: 'logistic', origin: 'person' }))!;
      expect(await lossOf(after)).toBeLessThan(await lossOf(fresh));
      expect(readdirSync(join(folder, 'deeper'))).toEqual(['rankers.bin']);
      expect(readFileSync(path).includes('listener-1')).toBe(false);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('begin anew where what was kept was learnt from columns of other names', async () => {
    const person = new Rivals(['logistic'], 1);
    for (let i = 0; i < 50; i++) person.learn(new Float64Array(RANKER_COLUMNS.length), new Float64Array(4), 1, 1);
    const kept = { rivals: new Map([['person', person] as const]), experiment: null };
    const others = hashOf(RANKER_COLUMNS.toReversed().join('\n'));
    const learntFrom = (bytes: Uint8Array) => {
      const rivals = new Rivals(['logistic'], 1);
      restoreKept(bytes, () => rivals);
      return [rivals.learntBy('bayesian'), rivals.learntBy('logistic')];
    };
    expect(learntFrom(packKept(kept))).toEqual([50, 50]);
    expect(learntFrom(packKept(kept, others))).toEqual([0, 0]);
    const { shadow } = aShadow({ shelf: { load: async () => packKept(kept, others), save: async () => {} } });
    await shadow.start();
    expect(shadow.belief()).toBeNull();
  });

  it('learn what still waits before they stop', async () => {
    const save = vi.fn(async () => {});
    const { shadow } = aShadow({ shelf: { load: async () => null, save } });
    shadow.made(listenerNo(1), aSlate(1, 1));
    shadow.note(event({ type: 'play', trackId: trackId(1) }, listenerNo(1), { shown: shownAt(1) }));
    shadow.note(event({ type: 'complete', trackId: trackId(1), heardFraction: 1 }, listenerNo(1)));
    await shadow.stop();
    expect(save).toHaveBeenCalledOnce();
  });

  it('start anew, and say why, where what was kept cannot be read', async () => {
    const { shadow, problems } = aShadow({ shelf: { load: async () => Uint8Array.of(9, 9, 9), save: async () => {} } });
    await shadow.start();
    expect(String(problems[0])).toContain('version 9');
    for (let i = 0; i < 40; i++) listen(shadow, i);
    expect(shadow.belief()).not.toBeNull();
  });

  it('read an outcome from an act', () => {
    const track = trackId(1);
    const ofAct = (act: Act) => outcomeOf(act, () => 200);
    expect(ofAct({ type: 'complete', trackId: track, heardFraction: 0.95 })).toEqual({ track, label: 1, end: 'heard-out' });
    expect(ofAct({ type: 'like', trackId: track })).toEqual({ track, label: 1, end: null });
    expect(ofAct({ type: 'skip', trackId: track, heardFraction: 0.1 })).toEqual({ track, label: 0, end: 'skipped-soon' });
    expect(ofAct({ type: 'skip', trackId: track, heardFraction: 0.2 })).toEqual({ track, label: 0, end: 'left' });
    expect(ofAct({ type: 'skip', trackId: track, heardFraction: 0.6 })).toEqual({ track, label: null, end: 'left' });
    expect(ofAct({ type: 'dislike', trackId: track })).toEqual({ track, label: 0, end: null });
    expect(ofAct({ type: 'block', subject: { kind: 'track', id: track } })).toEqual({ track, label: 0, end: 'left' });
    expect(ofAct({ type: 'pin', trackId: track })).toBeNull();
  });
});

describe('plays from a list', () => {
  /** Plays a row of a list and does this; an act may be taken back. */
  function playsOf(shadow: Shadow) {
    let lists = 0;
    return (row: number, ...acts: readonly (Act | 'undo')[]) => {
      const listener = listenerNo(++lists);
      shadow.made(listener, aSlate(lists, lists));
      shadow.note(event({ type: 'play', trackId: trackId(row) }, listener, { shown: shownAt(lists) }));
      let last: ListenEvent | null = null;
      for (const act of acts) {
        const said = event(act === 'undo' ? { type: 'undo', event: eventIdOf(last!) } : act, listener);
        shadow.note(said);
        last = said;
      }
    };
  }

  it('count by how they ended and whether the row stood among the first five, each once', async () => {
    const { shadow, gaugeOf } = aShadow();
    const plays = playsOf(shadow);
    const completes = (row: number): Act => ({ type: 'complete', trackId: trackId(row), heardFraction: 1 });
    const skips = (row: number, heardFraction: number): Act => ({ type: 'skip', trackId: trackId(row), heardFraction });
    plays(0, completes(0));
    plays(4, { type: 'like', trackId: trackId(4) }, completes(4));
    plays(5, skips(5, 0.1));
    plays(6, skips(6, 0.6));
    plays(7, { type: 'like', trackId: trackId(7) }, skips(7, 0.2));
    // It goes on after all, and ends later.
    plays(8, skips(8, 0.1), 'undo', completes(8));
    plays(9, { type: 'like', trackId: trackId(9) }, 'undo', skips(9, 0.1));
    // It plays on, and what became of it is not known.
    plays(10, { type: 'like', trackId: trackId(10) });
    plays(11, completes(12));
    const counted = (end: string, rows: string) => gaugeOf('segue_list_plays_total', { end, rows, origin: 'person' });
    expect(await counted('heard-out', 'first')).toBe(2);
    expect(await counted('heard-out', 'later')).toBe(1);
    expect(await counted('skipped-soon', 'later')).toBe(2);
    expect(await counted('left', 'later')).toBe(2);
    // What rankers learn of them: a like once, a late skip nothing, and of what was undone only what came then.
    expect(await gaugeOf('segue_ranker_outcomes', { ranker: 'logistic', origin: 'person' })).toBe(7);
  });
});

describe('experiments', () => {
  it('try the ranker on half of the listeners, and count each of them once, in their own arm', async () => {
    const { shadow, gaugeOf } = aShadow({ experiment: { name: 'trees', how: 'ab', ranker: 'adaptive-tree', after: 0 } });
    let tried = 0;
    for (let i = 0; i < 200; i++) {
      const challenge = shadow.challenge(listenerNo(i));
      if (challenge) tried++;
      if (challenge) expect(challenge.how).toBe('instead');
      // Five plays make a listener count; they hear out what was tried on them, and skip the rest.
      for (let play = 0; play < 7; play++) listen(shadow, i, { heardOut: challenge !== null, explained: aSlate(i, i) });
    }
    expect(tried).toBeGreaterThan(70);
    expect(tried).toBeLessThan(130);
    const of = (name: string, arm: string) => gaugeOf(name, { experiment: 'trees', arm, origin: 'person' });
    expect(await of('segue_experiment_listeners', 'challenger')).toBe(tried);
    expect(await of('segue_experiment_listeners', 'serving')).toBe(200 - tried);
    expect(await of('segue_experiment_sum', 'challenger')).toBeCloseTo(tried, 9);
    expect(await of('segue_experiment_sum', 'serving')).toBe(0);
  });

  it('wait until the ranker has learnt enough of people, and count nobody before', async () => {
    const { shadow, gaugeOf } = aShadow({ experiment: { name: 'drafts', how: 'draft', ranker: 'logistic' } });
    const counted = () => gaugeOf('segue_experiment_listeners', { experiment: 'drafts', arm: 'preference', origin: 'person' });
    const plays = (i: number, origin: Origin) => {
      for (let play = 0; play < 5; play++) listen(shadow, i, { origin, heardOut: true, explained: aSlate(i, i, 1) });
    };
    for (let i = 0; i < 100; i++) plays(i, 'simulated');
    for (let i = 100; i < 139; i++) plays(i, 'person');
    expect(shadow.challenge(listenerNo(1))).toBeNull();
    expect(await counted()).toBeUndefined();
    plays(139, 'person');
    expect(shadow.challenge(listenerNo(1))).not.toBeNull();
    plays(140, 'person');
    expect(await counted()).toBe(1);
  });

  it('go on counting over a restart, nobody twice, and not for another experiment', async () => {
    let file: Uint8Array | null = null;
    const shelf: Shelf = {
      load: async () => file,
      save: async (bytes) => {
        file = bytes;
      },
    };
    const trying = async (name: string) => {
      const opened = aShadow({ experiment: { name, how: 'draft', ranker: 'logistic', after: 0 }, shelf });
      await opened.shadow.start();
      const counted = (arm: string) => opened.gaugeOf(arm, { experiment: name, arm: 'preference', origin: 'person' });
      const plays = (i: number) => {
        for (let play = 0; play < 5; play++) listen(opened.shadow, i, { heardOut: true, explained: aSlate(i, i, (mix(i) % 2) as 0 | 1) });
      };
      return { ...opened, plays, listeners: () => counted('segue_experiment_listeners'), sum: () => counted('segue_experiment_sum') };
    };
    const before = await trying('drafts');
    for (let i = 0; i < 10; i++) before.plays(i);
    const sum = await before.sum();
    expect(await before.listeners()).toBe(10);
    before.shadow.note(event({ type: 'erase' }, listenerNo(3)));
    await before.shadow.stop();
    expect(Buffer.from(file!).includes('listener-')).toBe(false);

    const after = await trying('drafts');
    expect(await after.listeners()).toBe(10);
    expect(await after.sum()).toBe(sum);
    for (let i = 0; i < 10; i++) after.plays(i);
    expect(await after.listeners()).toBe(10);
    after.plays(10);
    expect(await after.listeners()).toBe(11);
    await after.shadow.stop();

    const other = await trying('another');
    expect(await other.listeners()).toBeUndefined();
    other.plays(1);
    expect(await other.listeners()).toBe(1);
  });

  it('credit the team whose rows are heard out, with a draft', async () => {
    const { shadow, gaugeOf } = aShadow({ experiment: { name: 'drafts', how: 'draft', ranker: 'logistic', after: 0 } });
    expect(shadow.challenge(listenerNo(1))?.how).toBe('draft');
    for (let i = 0; i < 60; i++) {
      // The row that is played is of the ranker's team for every listener, and heard out by two of three.
      const team = (mix(i) % ROWS) % 2 === 0 ? 1 : 0;
      for (let play = 0; play < 5; play++) listen(shadow, i, { heardOut: i % 3 !== 0, explained: aSlate(i, i, team) });
    }
    expect(await gaugeOf('segue_experiment_sum', { experiment: 'drafts', arm: 'preference' })).toBeCloseTo(40, 9);
    expect(await gaugeOf('segue_experiment_listeners', { experiment: 'drafts', arm: 'preference' })).toBe(60);
  });
});

describe('through the api', () => {
  it('[L9] what was in hand as the api was told to stop is learnt too', async () => {
    let held: Promise<void> | null = null;
    let release = () => {};
    let waiting = 0;
    const api = await openApi({
      settings: { shadow: { rankers: ['ftrl'], experiment: null } },
      log: (inner) => {
        const append = inner.append.bind(inner);
        inner.append = async (...given) => {
          if (held && given[0] === 'listens') waiting++;
          await held;
          return append(...given);
        };
        return inner;
      },
    });
    const client = await api.connect({ cookie: await api.guest() });
    const slate = await client.snapshot();
    const { trackId: played } = slate.rows[2]!.track;
    const shown = { ...slate.revision, rank: 2 };
    await client.does({ type: 'play', trackId: played }, { shown });
    held = new Promise((resolve) => {
      release = resolve;
    });
    const inHand = client.does({ type: 'complete', trackId: played, heardFraction: 1 }, { shown });
    await until(() => waiting > 0, 'the append is under way');
    const stopped = api.api.stop();
    await new Promise(setImmediate);
    release();
    expect(await inHand).toMatchObject({ status: 'acked' });
    await stopped;
    expect(await api.counted('segue_list_plays_total', { end: 'heard-out', origin: 'person' })).toBe(1);
  });

  it('a play from a list that is heard out is an outcome, in /metrics and on the dashboard, without anybody’s name', async () => {
    const api = await openApi({
      settings: { shadow: { rankers: ['hoeffding-tree'], experiment: { name: 'first-try', how: 'draft', ranker: 'ftrl', after: 0 } } },
    });
    try {
      const client = await api.connect({ cookie: await api.guest() });
      const slate = await client.snapshot();
      const { trackId: played } = slate.rows[2]!.track;
      const shown = { ...slate.revision, rank: 2 };
      await client.does({ type: 'impression', rows: [{ trackId: played, rank: 2, propensity: 1 }] }, { shown });
      await client.does({ type: 'play', trackId: played }, { shown });
      await client.does({ type: 'complete', trackId: played, heardFraction: 1 }, { shown });
      await until(
        async () => (await api.counted('segue_ranker_outcomes', { ranker: 'hoeffding-tree', origin: 'person' })) === 1,
        'the outcome is counted',
        20_000,
      );
      for (const ranker of ['serving', 'base-rate', 'bayesian', 'ftrl']) {
        expect(await api.counted('segue_ranker_outcomes', { ranker, origin: 'person' })).toBe(1);
      }
      const [event] = await api.logged();
      const text = await (await api.get('/metrics')).text();
      expect(text).not.toContain(event!.listenerId);
      const views: OperatorView[] = [];
      const operator = io(`${api.url}${OPERATOR_NAMESPACE}`, { path: SOCKET_PATH, transports: ['websocket'] });
      operator.on('view', (raw) => views.push(OperatorViewSchema.parse(raw)));
      let view: OperatorView | undefined;
      await until(
        () => {
          view = views.at(-1);
          return (view?.rankers.length ?? 0) > 0;
        },
        'the dashboard has it',
        10_000,
      );
      operator.disconnect();
      expect(view?.rankers.map(({ ranker, n, origin }) => [ranker, n, origin])).toContainEqual(['hoeffding-tree', 1, 'person']);
      expect(view?.rankers.every(({ ageMs }) => ageMs < 60_000)).toBe(true);
      expect(api.problems).toEqual([]);
    } finally {
      await api.close();
    }
  }, 60_000);
});
