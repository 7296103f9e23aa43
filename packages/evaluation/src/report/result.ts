/** One figure of one model, as `--json` prints it. */
export interface Result {
  readonly data: string;
  readonly protocol: string;
  readonly model: string;
  readonly metric: string;
  readonly value: number;
  /** The 95 % interval over listeners; the value itself for what has no interval. */
  readonly low: number;
  readonly high: number;
  /** What an event costs this model here: learning it, and ranking where the protocol ranks at each. */
  readonly perEventMs: number;
}

export interface Curve {
  readonly model: string;
  readonly metric: string;
  readonly points: readonly { readonly at: number; readonly value: number }[];
}

export interface Report {
  readonly results: readonly Result[];
  readonly curves: readonly Curve[];
  /** Sentences about what makes the figures worthless; any fails the run. */
  readonly failures: readonly string[];
}

const LESS = ' - ';
/** What a row is called that is no model but one less another. */
export const differenceName = (one: string, other: string): string => `${one}${LESS}${other}`;
/** No model's name has a space in it. */
export const isDifference = ({ model }: Pick<Result, 'model'>): boolean => model.includes(LESS);

/** Figures that are of the machine and not of the seed. */
export const COST_METRICS: ReadonlySet<string> = new Set(['learn ms', 'rank ms', 'peak MB']);
