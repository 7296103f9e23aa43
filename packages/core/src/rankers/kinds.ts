import { AppError } from '../errors.ts';
import { ByteReader, ByteWriter } from '../model/index.ts';
import { adaptiveTree } from './adaptive-tree.ts';
import { baseRate } from './base-rate.ts';
import { bayesian } from './bayesian.ts';
import { blend } from './blend.ts';
import { ftrl } from './ftrl.ts';
import { hoeffdingTree } from './hoeffding-tree.ts';
import { network } from './network.ts';
import type { Ranker, RankerKind, RankerShape } from './ranker.ts';
import { scaledLogistic } from './scaled-logistic.ts';

/** Every ranker by its name. A new one is a file and a line here. */
export const RANKERS = {
  'base-rate': baseRate,
  logistic: scaledLogistic,
  ftrl,
  'hoeffding-tree': hoeffdingTree,
  'adaptive-tree': adaptiveTree,
  network,
  bayesian,
  blend,
} as const satisfies Readonly<Record<string, RankerKind>>;
export type RankerName = keyof typeof RANKERS;

const VERSION = 2;
const writer = new ByteWriter();

export const isRankerName = (name: string): name is RankerName => Object.hasOwn(RANKERS, name);

export const createRanker = (name: RankerName, shape: RankerShape): Ranker => RANKERS[name].create(shape);

/** A ranker as bytes: a version, its name and shape, and what it knows. */
export function packRanker(name: RankerName, { columns, seed }: RankerShape, ranker: Ranker): Uint8Array {
  writer.u8(VERSION);
  writer.text(name);
  writer.u16(columns);
  writer.u32(seed);
  ranker.write(writer);
  return writer.takeOwn();
}

/** `record_malformed` where the bytes are of another version, or cut. */
export function unpackRanker(bytes: Uint8Array): { readonly name: RankerName; readonly shape: RankerShape; readonly ranker: Ranker } {
  const from = new ByteReader(bytes);
  const version = from.u8();
  if (version !== VERSION) throw new AppError('record_malformed', `a packed ranker is of version ${version}, expected ${VERSION}`);
  const name = from.text();
  if (!isRankerName(name)) throw new AppError('record_malformed', `a packed ranker is of an unknown kind: ${name}`);
  const shape = { columns: from.u16(), seed: from.u32() };
  return { name, shape, ranker: RANKERS[name].read(from, shape) };
}
