/** One positive event. */
export interface Listen {
  readonly user: number;
  readonly item: number;
  /** ms since 1970; null where the source knows no times. */
  readonly atMs: number | null;
  readonly strength: number;
}

/** What a model may know before the first event: sizes for its arrays, and a seed. Nothing of the protocol. */
export interface World {
  readonly userCount: number;
  readonly itemCount: number;
  /** Whether a listener's events come in the order in which they happened. */
  readonly inOrder: boolean;
  readonly seed: number;
}

/** A model under test. A new one is one file here and one line in `index.ts`. */
export interface Recommender {
  learn(listen: Listen): void;
  /** Learning pauses here for long: models that are trained in batches train now. */
  settle?(): void;
  /** Writes a score for every track, the higher the better; `nowMs` is when the list is asked for. All of `into` is written. */
  score(user: number, nowMs: number | null, into: Float64Array): void;
}

export type CreateRecommender = (world: World) => Recommender;
