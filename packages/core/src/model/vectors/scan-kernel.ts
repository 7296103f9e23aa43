import { DIMENSIONS } from '../vector.ts';
import { type Code, f32x4, i32, local, moduleOf, repeatWhile, TYPE } from './assembler.ts';

/** Rows whose largest score is told together, so that whoever looks for the best need not look at each. */
export const BLOCK = 32;
/** 2 GiB: 16 million rows. Only address space until it is used. */
export const MAXIMUM_PAGES = 32_768;

const LANES = 4;
const LANE_BYTES = 16;
const FLOAT_BYTES = 4;
const QUARTERS = DIMENSIONS / LANES;

// Parameters, then locals.
const ROWS = 0;
const BLOCKS = 1;
const PLACE = 2;
const SCORES = 3;
const MAXIMA = 4;
const LEFT = 5;
const SUM = 6;
const MOST = 7;
const QUARTER = 8;

/** place · row over quarters `from` to `to`, as four sums: pairwise, so that none waits for all the others. */
function products(from: number, to: number): Code {
  if (to - from === 1) return [...local.get(ROWS), ...f32x4.load(from * LANE_BYTES), ...local.get(QUARTER + from), ...f32x4.multiply];
  const middle = (from + to) >> 1;
  return [...products(from, middle), ...products(middle, to), ...f32x4.add];
}

const advance = (pointer: number, bytes: number): Code => [
  ...local.get(pointer),
  ...i32.constant(bytes),
  ...i32.add,
  ...local.set(pointer),
];
const oneLess = (counter: number): Code => [...local.get(counter), ...i32.constant(1), ...i32.subtract, ...local.tee(counter)];
const addSwapped = (swap: Code): Code => [...local.tee(SUM), ...local.get(SUM), ...local.get(SUM), ...swap, ...f32x4.add];

const eachRow: Code = [
  ...products(0, QUARTERS),
  ...addSwapped(f32x4.swapHalves),
  ...addSwapped(f32x4.swapPairs),
  ...local.set(SUM),
  ...[...local.get(SCORES), ...local.get(SUM), ...f32x4.storeFirst],
  ...[...local.get(MOST), ...local.get(SUM), ...f32x4.larger, ...local.set(MOST)],
  ...advance(ROWS, DIMENSIONS * FLOAT_BYTES),
  ...advance(SCORES, FLOAT_BYTES),
  ...oneLess(LEFT),
];

const eachBlock: Code = [
  ...[...f32x4.constant(Number.NEGATIVE_INFINITY), ...local.set(MOST)],
  ...[...i32.constant(BLOCK), ...local.set(LEFT)],
  ...repeatWhile(eachRow),
  ...[...local.get(MAXIMA), ...local.get(MOST), ...f32x4.storeFirst],
  ...advance(MAXIMA, FLOAT_BYTES),
  ...oneLess(BLOCKS),
];

/**
 * The inner products of one place with all rows, in WebAssembly with SIMD: JavaScript has no such instructions, and takes
 * ten to thirty times as long. `run(rows, blocks, place, scores, maxima)`, all but `blocks` being addresses: writes a
 * float for each row of `blocks` (at least one) blocks, and the largest of each block.
 */
export const SCAN_KERNEL = moduleOf({
  parameters: 5,
  locals: [
    [1, TYPE.i32],
    [2 + QUARTERS, TYPE.v128],
  ],
  maximumPages: MAXIMUM_PAGES,
  body: [
    ...Array.from({ length: QUARTERS }, (_, i) => [...local.get(PLACE), ...f32x4.load(i * LANE_BYTES), ...local.set(QUARTER + i)]).flat(),
    ...repeatWhile(eachBlock),
  ],
});
