import { z } from 'zod';
import { ORIGINS } from './gesture.ts';

/** The Socket.IO namespace of those who watch, on the same path as the listeners'. */
export const OPERATOR_NAMESPACE = '/operator';

/** A view is sent at once and then this often. */
export const OPERATOR_EVERY_MS = 2_000;

/** Sent by who watches, with one of `OPERATOR_WINDOWS_S`: how far back the figures reach. The first is where it begins. */
export const OPERATOR_WINDOW = 'window';
export const OPERATOR_WINDOWS_S = [300, 900, 3_600] as const;
export type OperatorWindow = (typeof OPERATOR_WINDOWS_S)[number];
export const OperatorWindowSchema = z.literal(OPERATOR_WINDOWS_S);

const ms = z.number().nonnegative().nullable();
/** Quantiles in ms of `n` samples; null where there are too few to say. */
const FigureSchema = z.object({ n: z.number().int().nonnegative(), p50: ms, p95: ms, p99: ms });
export type Figure = z.infer<typeof FigureSchema>;

const MomentSchema = z.object({
  atMs: z.number(),
  /** Painted lists, or for those who have no page slates, of this cell of time. */
  ...FigureSchema.shape,
  gestures: z.number().int().nonnegative(),
  /** How many of them took up to each of `OPERATOR_BANDS_MS`, the last more. */
  bands: z.array(z.number().int().nonnegative()),
});

/** Upper bounds of the heat map's rows, ms. */
export const OPERATOR_BANDS_MS = [4, 6, 10, 15, 25, 40, 60, 100, 150, 250, 400] as const;

/** One real gesture, step after step: its parts add up to the whole. */
const PathSchema = z.object({
  atMs: z.number(),
  totalMs: z.number().nonnegative(),
  steps: z.array(z.object({ step: z.string(), ms: z.number().nonnegative(), estimate: z.boolean() })),
});
export type GesturePath = z.infer<typeof PathSchema>;

const count = z.number().int().nonnegative();
/** Plays from a list whose end is known, and of how many it is what. */
const PlaysSchema = z.object({
  n: count,
  heardOut: count,
  /** Within 30 s. */
  skippedSoon: count,
  /** From one of the first five rows. */
  first: z.object({ n: count, heardOut: count }),
});
export type PlaysView = z.infer<typeof PlaysSchema>;

const OriginViewSchema = z.object({
  origin: z.enum(ORIGINS),
  gestures: z.number().int().nonnegative(),
  perSecond: z.number().nonnegative(),
  /** From the input to the first frame with the new order, by the browser's clock. */
  painted: FigureSchema,
  /** The same of gestures that were held, sent again, or painted while hidden. */
  delayed: FigureSchema,
  /** From the api's receipt to the slate handed to the socket. */
  slate: FigureSchema,
  steps: z.array(z.object({ step: z.string(), figure: FigureSchema, share: z.number().min(0).max(1), estimate: z.boolean() })),
  /** How far off `push` may be, in the middle: half the round trip of the best ping. Null where no page painted. */
  clockErrorMs: z.number().nonnegative().nullable(),
  /** Of the gestures that a page painted lately, the one whose whole is nearest to the middle of all. */
  path: PathSchema.nullable(),
  /** What comes of the lists, in the window and in the last hour. */
  plays: z.object({ window: PlaysSchema, hour: PlaysSchema }),
  history: z.array(MomentSchema),
});
export type OriginView = z.infer<typeof OriginViewSchema>;

const RankerViewSchema = z.object({
  ranker: z.string(),
  origin: z.enum(ORIGINS),
  /** Outcomes it is measured over: of each instance its last ones. */
  n: z.number().int().nonnegative(),
  /** Each outcome predicted before it was known. */
  logLoss: z.number().nonnegative(),
  auc: z.number().min(0).max(1).nullable(),
  /** Since the last outcome. */
  ageMs: z.number().nonnegative(),
});
export type RankerView = z.infer<typeof RankerViewSchema>;

const ExperimentViewSchema = z.object({
  name: z.string(),
  /** `ab`: half of the listeners each. `draft`: both in every list. */
  how: z.enum(['ab', 'draft']),
  ranker: z.string(),
  origin: z.enum(ORIGINS),
  /** An arm's mean share of plays that were heard out; of a draft the mean preference for the ranker, -1 to 1. */
  arms: z.array(z.object({ arm: z.string(), listeners: z.number().int().nonnegative(), mean: z.number().nullable() })),
  /** The ranker less what serves, with an interval that holds whenever it is looked at; null while there are too few. */
  effect: z.object({ value: z.number(), low: z.number(), high: z.number() }).nullable(),
});
export type ExperimentView = z.infer<typeof ExperimentViewSchema>;

/** One screen of the dashboard: every figure in it is of one moment. */
export const OperatorViewSchema = z.object({
  atMs: z.number(),
  windowSeconds: OperatorWindowSchema,
  /** Null while there is too little to judge by. */
  healthy: z.boolean().nullable(),
  sentence: z.string(),
  instances: z.array(
    z.object({
      service: z.string(),
      instance: z.string(),
      heardMsAgo: z.number().nonnegative(),
      /** Longer ago than it should be: its figures are old, not 0. */
      silent: z.boolean(),
      down: z.array(z.string()),
    }),
  ),
  /** What the instances stand on: Kafka or LMDB, and so on. */
  parts: z.array(z.object({ part: z.string(), kind: z.string(), up: z.boolean() })),
  origins: z.array(OriginViewSchema),
  /** The step that stands most above its own hour, on the instance where it does; null where none does. */
  unusual: z.object({ step: z.string(), service: z.string(), instance: z.string(), times: z.number().positive() }).nullable(),
  lag: z.array(
    z.object({
      topic: z.string(),
      partition: z.number().int().nonnegative(),
      events: z.number().nonnegative(),
      /** How long the oldest of them has waited, to within a look of two seconds. */
      seconds: z.number().nonnegative(),
      trend: z.enum(['steady', 'rising', 'draining']),
    }),
  ),
  cache: z.object({ asked: z.number().nonnegative(), hits: z.number().nonnegative() }),
  index: z.object({ recallAt10: z.number().nullable(), tracks: z.number().nonnegative() }),
  rankers: z.array(RankerViewSchema),
  experiments: z.array(ExperimentViewSchema),
  sockets: z.number().nonnegative(),
  hot: z.object({
    /** A title shows only from five listeners on, or where they are simulated. */
    tracks: z.array(z.object({ title: z.string().nullable(), gestures: z.number().int().positive(), simulated: z.boolean() })),
    partitions: z.array(z.object({ partition: z.number().int().nonnegative(), share: z.number().min(0).max(1) })),
    /** The listener with the greatest share of one partition, unnamed. */
    listener: z.object({ partition: z.number().int().nonnegative(), share: z.number().min(0).max(1) }).nullable(),
    gestures: z.number().int().nonnegative(),
  }),
});
export type OperatorView = z.infer<typeof OperatorViewSchema>;
