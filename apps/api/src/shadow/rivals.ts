import {
  createRanker,
  type Label,
  type Posterior,
  packRanker,
  posteriorOf,
  Race,
  type Ranker,
  type RankerName,
  type RankerShape,
  type Standing,
  unpackRanker,
} from '@segue/core/rankers';
import { RANKER_COLUMNS, ROW_COLUMNS } from '@segue/core/ranking';

/** So many of the last outcomes count. */
export const WINDOW = 2_000;

/** Every predictor that is compared: what serves, the rankers beside it, and what any has to beat. */
export type RivalName = 'serving' | RankerName;

export interface RivalStanding extends Standing {
  readonly ranker: RivalName;
}

interface Rival {
  readonly name: RivalName;
  readonly kind: RankerName;
  readonly shape: RankerShape;
  ranker: Ranker;
  /** Outcomes that it has learnt, with those before a restart. */
  learnt: number;
  /** What it is given of a row. */
  readonly rowOf: (row: Float64Array) => Float64Array;
}

const SCORE_AT = ROW_COLUMNS.indexOf('score');
const whole = (row: Float64Array) => row;
const ofSlate = (row: Float64Array) => row.subarray(0, ROW_COLUMNS.length);

/**
 * Rankers side by side on the same outcomes: each predicts when a track is played and learns when it is known whether it was
 * heard out. What serves is among them: its score, which is no probability, by way of a logistic of its own.
 */
export class Rivals {
  readonly #rivals: readonly Rival[];
  readonly #race: Race;
  lastOutcomeMs: number | null = null;
  /** Outcomes since the start. */
  learnt = 0;

  constructor(names: readonly RankerName[], seed: number) {
    const rankers = [...new Set<RankerName>(['base-rate', 'bayesian', ...names])];
    const rival = (name: RivalName, kind: RankerName, columns: number, rowOf: Rival['rowOf']): Rival => {
      const shape = { columns, seed };
      return { name, kind, shape, ranker: createRanker(kind, shape), learnt: 0, rowOf };
    };
    this.#rivals = [
      rival('serving', 'logistic', 1, (row) => row.subarray(SCORE_AT, SCORE_AT + 1)),
      ...rankers.map((name) =>
        // It takes columns as they are: those of the list are of one size, hours and counts are not.
        name === 'bayesian' ? rival(name, name, ROW_COLUMNS.length, ofSlate) : rival(name, name, RANKER_COLUMNS.length, whole),
      ),
    ];
    this.#race = new Race(this.#rivals.length, WINDOW);
  }

  /** Predicts from whole rows, by what it knows at the time; null for one that does not run. */
  predictor(name: RankerName): Pick<Ranker, 'predict'> | null {
    const rival = this.#rivals.find((one) => one.name === name);
    return rival ? { predict: (row) => rival.ranker.predict(rival.rowOf(row)) } : null;
  }

  /** Outcomes that it has learnt, over restarts; 0 for one that does not run. */
  learntBy(name: RivalName): number {
    return this.#rivals.find((one) => one.name === name)?.learnt ?? 0;
  }

  /** What is believed of the columns of the list. */
  posterior(): Posterior | null {
    const ranker = this.#rivals.find(({ name }) => name === 'bayesian')?.ranker;
    return ranker ? posteriorOf(ranker) : null;
  }

  /** What each says before anybody knows, in their order. */
  predict(row: Float64Array): Float64Array {
    return Float64Array.from(this.#rivals, ({ ranker, rowOf }) => ranker.predict(rowOf(row)));
  }

  learn(row: Float64Array, said: Float64Array, label: Label, nowMs: number): void {
    this.#race.add(said, label);
    this.learnt++;
    this.lastOutcomeMs = nowMs;
    for (const rival of this.#rivals) {
      rival.ranker.learn(rival.rowOf(row), label, 1);
      rival.learnt++;
    }
  }

  standings(): RivalStanding[] {
    return this.#race.standings().map((standing, at) => ({ ranker: this.#rivals[at]!.name, ...standing }));
  }

  /** Each rival as bytes, by its name, with how many outcomes it has learnt. */
  pack(): Map<RivalName, { readonly bytes: Uint8Array; readonly learnt: number }> {
    return new Map(this.#rivals.map(({ name, kind, shape, ranker, learnt }) => [name, { bytes: packRanker(kind, shape, ranker), learnt }]));
  }

  /** Goes on from what was packed, of the columns that there are now. One of another kind starts anew. */
  restore(name: string, bytes: Uint8Array, learnt: number): void {
    const known = this.#rivals.find((rival) => rival.name === name);
    if (!known) return;
    const { name: kind, shape, ranker } = unpackRanker(bytes);
    if (kind !== known.kind || shape.columns !== known.shape.columns) return;
    known.ranker = ranker;
    known.learnt = learnt;
  }
}
