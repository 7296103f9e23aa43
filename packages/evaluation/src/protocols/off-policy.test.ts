import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asListenerId, asOutboxId, asTrackId, type ListenEvent } from '@segue/core/events';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { intervalOf } from '../figures/bootstrap.ts';
import { readDecisions } from '../formats/decisions.ts';
import { recommenderNamed } from '../models/index.ts';
import { createRandom } from '../random.ts';
import { runOffPolicy } from './off-policy.ts';
import { policyOf } from './policy.ts';

const LISTENERS = 120;
const TRACKS = 40;
const ROUNDS = 15;

/** The chance that this listener hears this track out: two camps with a taste each, and tracks that everybody likes more. */
const truthOf = (user: number, track: number): number => Math.min(0.95, (track % 2 === user % 2 ? 0.45 : 0.1) + (track < 8 ? 0.5 : 0));

/** A log of a policy that favours the tracks that hardly anybody likes, with the chances that it had. */
function aLog(seed: number, { told = (chance: number) => chance } = {}): { readonly lines: string; readonly truths: Map<string, number> } {
  const random = createRandom(seed);
  const lines: string[] = [];
  const own = Array.from({ length: LISTENERS }, () => new Set<number>());
  const listens = new Float64Array(TRACKS);
  const known = new Set<number>();
  let popularValue = 0;
  let evenValue = 0;
  let decisions = 0;
  let number = 0;
  const say = (user: number, act: ListenEvent['act']) => {
    number++;
    const atMs = 1_750_000_000_000 + number * 1_000;
    const event: ListenEvent = {
      v: 1,
      listenerId: asListenerId(`u${user}`),
      outbox: asOutboxId(`o${user}`),
      number,
      origin: 'simulated',
      receivedAtMs: atMs,
      occurredAtMs: atMs,
      act,
    };
    lines.push(JSON.stringify(event));
  };
  const id = (track: number) => asTrackId(`t${track}`);
  // Everybody is shown everything once, as the list of a catalogue does: from here on every track is known, and can be drawn.
  for (let track = 0; track < TRACKS; track++) {
    say(track, { type: 'impression', rows: [{ trackId: id(track), rank: 0, propensity: 1 }] });
    known.add(track);
  }
  for (let round = 0; round < ROUNDS; round++) {
    for (let user = 0; user < LISTENERS; user++) {
      const candidates = [...known].filter((track) => !own[user]!.has(track));
      const wanted = candidates.map((track) => (track < 8 ? 1 : 4));
      const whole = wanted.reduce((sum, weight) => sum + weight, 0);
      let left = random() * whole;
      let at = -1;
      do {
        at++;
        left -= wanted[at]!;
      } while (left >= 0 && at < candidates.length - 1);
      const track = candidates[at]!;
      // What the two policies would have been worth here, which only who made the listeners can know.
      const scores = new Float64Array(TRACKS).map((_, other) => listens[other]!);
      const policy = policyOf(scores, Int32Array.from(candidates))!;
      candidates.forEach((other, i) => {
        popularValue += policy[i]! * truthOf(user, other);
        evenValue += truthOf(user, other) / candidates.length;
      });
      decisions++;
      say(user, { type: 'impression', rows: [{ trackId: id(track), rank: 5, propensity: told(wanted[at]! / whole) }] });
      if (random() < truthOf(user, track)) {
        say(user, { type: 'complete', trackId: id(track), heardFraction: 1 });
        own[user]!.add(track);
        listens[track]!++;
      } else say(user, { type: 'skip', trackId: id(track), heardFraction: 0.1 });
    }
  }
  return {
    lines: `${lines.join('\n')}\n`,
    truths: new Map([
      ['popular', popularValue / decisions],
      ['even', evenValue / decisions],
    ]),
  };
}

describe('off-policy evaluation', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'segue-offpolicy-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const judged = async (lines: string, model: string) => {
    const file = join(folder, 'log.jsonl');
    writeFileSync(file, lines);
    const { tallies, notFinite } = runOffPolicy(await readDecisions(file, 1), recommenderNamed(model), { seed: 1 });
    expect(notFinite).toBe(0);
    return new Map(tallies.map((tally) => [tally.metric, intervalOf(tally, 1)!]));
  };

  it('finds the true value of a policy that did not make the log and learns from it, narrower with the reward model', async () => {
    let ipsWidth = 0;
    let robustWidth = 0;
    for (const seed of [1, 2, 3]) {
      const { lines, truths } = aLog(seed);
      const truth = truths.get('popular')!;
      const figures = await judged(lines, 'popular');
      for (const metric of ['IPS', 'SNIPS', 'DR']) {
        const { low, high } = figures.get(metric)!;
        const slack = (high - low) / 4;
        expect(low - slack, `${metric}, seed ${seed}`).toBeLessThan(truth);
        expect(high + slack, `${metric}, seed ${seed}`).toBeGreaterThan(truth);
      }
      expect(figures.get('mean weight')!.value).toBeGreaterThan(0.9);
      expect(figures.get('mean weight')!.value).toBeLessThan(1.2);
      const width = (metric: string) => figures.get(metric)!.high - figures.get(metric)!.low;
      ipsWidth += width('IPS');
      robustWidth += width('DR');
    }
    expect(robustWidth).toBeLessThan(ipsWidth);
  });

  it('finds what drawing evenly would be worth, which the log’s own mean does not, with a model that finds all equal', async () => {
    const { lines, truths } = aLog(4);
    const file = join(folder, 'even.jsonl');
    writeFileSync(file, lines);
    const even = () => ({ learn() {}, score: (_user: number, _nowMs: number | null, into: Float64Array) => void into.fill(0) });
    const { tallies } = runOffPolicy(await readDecisions(file, 1), even, { seed: 1 });
    const ips = intervalOf(tallies.find(({ metric }) => metric === 'IPS')!, 1)!;
    expect(intervalOf(tallies.find(({ metric }) => metric === 'logged')!, 1)!.high).toBeLessThan(truths.get('even')!);
    expect(ips.low).toBeLessThan(truths.get('even')!);
    expect(ips.high).toBeGreaterThan(truths.get('even')!);
  });

  it('is off by as much as the propensities were wrong, with IPS, and says so by the mean weight', async () => {
    const { lines, truths } = aLog(5, { told: (chance) => Math.min(0.99, chance * 2) });
    const figures = await judged(lines, 'popular');
    expect(figures.get('IPS')!.high).toBeLessThan(truths.get('popular')!);
    expect(figures.get('mean weight')!.value).toBeLessThan(0.6);
  });

  it('counts a model whose scores are not finite', async () => {
    const file = join(folder, 'nan.jsonl');
    writeFileSync(file, aLog(6).lines);
    const broken = () => ({ learn() {}, score: (_user: number, _nowMs: number | null, into: Float64Array) => void into.fill(Number.NaN) });
    expect(runOffPolicy(await readDecisions(file, 1), broken, { seed: 1 }).notFinite).toBe(LISTENERS * ROUNDS);
  });

  it('names listeners and tracks by numbers whose order tells nothing, and another seed by others', async () => {
    const file = join(folder, 'ids.jsonl');
    writeFileSync(file, aLog(8).lines);
    const asRead = (numbers: readonly number[]) => [...new Set(numbers)];
    const [one, again, other] = [await readDecisions(file, 1), await readDecisions(file, 1), await readDecisions(file, 2)];
    expect(one).toEqual(again);
    for (const of of ['user', 'item'] as const) {
      const numbers = asRead(one.steps.map((step) => step[of]));
      expect(numbers.toSorted((a, b) => a - b)).toEqual([...numbers.keys()]);
      expect(numbers).not.toEqual([...numbers.keys()]);
      expect(asRead(other.steps.map((step) => step[of]))).not.toEqual(numbers);
    }
  });

  /** What is left of one listener's log of decisions: chance and reward of each. */
  const decisionsOf = async (...acts: readonly ListenEvent['act'][]) => {
    const file = join(folder, 'one.jsonl');
    const lines = acts.map((act, i) => {
      const atMs = 1_750_000_000_000 + i * 1_000;
      const ids = { listenerId: asListenerId('ada'), outbox: asOutboxId('o'), number: i + 1 };
      return JSON.stringify({ v: 1, ...ids, origin: 'person', receivedAtMs: atMs, occurredAtMs: atMs, act } satisfies ListenEvent);
    });
    writeFileSync(file, `${lines.join('\n')}\n`);
    const { steps } = await readDecisions(file, 1);
    return steps.flatMap((step) => (step.kind === 'decision' ? [[step.propensity, step.reward]] : []));
  };
  const drawn = asTrackId('drawn');
  const shows = (propensity: number): ListenEvent['act'] => ({ type: 'impression', rows: [{ trackId: drawn, rank: 5, propensity }] });
  const completes: ListenEvent['act'] = { type: 'complete', trackId: drawn, heardFraction: 1 };
  const skips: ListenEvent['act'] = { type: 'skip', trackId: drawn, heardFraction: 0.05 };
  const likes: ListenEvent['act'] = { type: 'like', trackId: drawn };
  const unlikes: ListenEvent['act'] = { type: 'unlike', trackId: drawn };

  it('gives a draw nothing of what came once the track was shown without one', async () => {
    expect(await decisionsOf(shows(0.1), completes)).toEqual([[0.1, 1]]);
    expect(await decisionsOf(shows(0.1), shows(1), completes)).toEqual([[0.1, 0]]);
    expect(await decisionsOf(shows(0.1), shows(0.2), completes)).toEqual([
      [0.1, 0],
      [0.2, 1],
    ]);
  });

  it('takes a list that is loaded again for the draw that it was, and one after a skip for another', async () => {
    expect(await decisionsOf(shows(0.1), shows(0.1), completes)).toEqual([[0.1, 1]]);
    expect(await decisionsOf(shows(0.1), skips, shows(0.1), completes)).toEqual([
      [0.1, 0],
      [0.1, 1],
    ]);
  });

  it('takes a heart that is taken back for none, and what was heard out stays so', async () => {
    expect(await decisionsOf(shows(0.1), likes)).toEqual([[0.1, 1]]);
    expect(await decisionsOf(shows(0.1), likes, unlikes, skips)).toEqual([[0.1, 0]]);
    expect(await decisionsOf(shows(0.1), likes, completes, unlikes)).toEqual([[0.1, 1]]);
    expect(await decisionsOf(shows(0.1), likes, unlikes, completes)).toEqual([[0.1, 1]]);
  });

  it('refuses a log in which chance drew nothing', async () => {
    const file = join(folder, 'none.jsonl');
    writeFileSync(file, `${aLog(7).lines.split('\n')[0]}\n`);
    await expect(readDecisions(file, 1)).rejects.toThrow('0 < propensity < 1');
  });

  it('draws by chances that sum to 1, higher for higher scores and equal for equal ones', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 30 }), (values) => {
        const policy = policyOf(Float64Array.from(values), Int32Array.from(values.keys()))!;
        expect(policy.reduce((sum, chance) => sum + chance, 0)).toBeCloseTo(1, 9);
        values.forEach((one, i) => {
          values.forEach((other, j) => {
            if (one > other) expect(policy[i]!).toBeGreaterThan(policy[j]!);
            if (one === other) expect(policy[i]!).toBe(policy[j]!);
          });
        });
      }),
    );
  });
});
