import { dot, dotsOfFour, type Four } from './dot.ts';

/** Rows that are worked on together: every other row is fetched once for all of them, and fetching is what takes the time. */
const TOGETHER = 4;

/** The inverse of a symmetric positive definite matrix of `size` rows, in place; only the lower half is read. Cholesky. */
export function invertPositive(matrix: Float64Array, size: number): void {
  const rows = Array.from({ length: size }, (_, i) => matrix.subarray(i * size, (i + 1) * size));
  const blocks = Array.from({ length: Math.ceil(size / TOGETHER) }, (_, at) => at * TOGETHER);
  for (const first of blocks) factorise(rows, first);
  // The inverse of the lower triangle, written as its transpose above the diagonal: rows stay rows, and so stay in cache.
  const diagonal = Float64Array.from(rows, (row, i) => 1 / row[i]!);
  for (const first of blocks) invertTriangle(rows, diagonal, first);
  for (let i = 0; i < size; i++) rows[i]![i] = diagonal[i]!;
  // A⁻¹[i][j] is the product of two of its rows from the later of both on.
  for (const first of blocks) multiply(rows, diagonal, first);
  for (let i = 0; i < size; i++) {
    rows[i]![i] = diagonal[i]!;
    for (let j = 0; j < i; j++) rows[j]![i] = rows[i]![j]!;
  }
}

const sums = new Float64Array(TOGETHER);

/** The block's rows that stand there: fewer at the end. */
const endOf = (rows: readonly Float64Array[], first: number): number => Math.min(rows.length, first + TOGETHER);

/** Sums of the block's rows with `other` from `from` up to `end`. */
function sumsWith(rows: readonly Float64Array[], first: number, other: Float64Array, from: number, end: number): Float64Array {
  const last = endOf(rows, first);
  if (last - first === TOGETHER) dotsOfFour(rows.slice(first, last) as unknown as Four, other, from, end, sums);
  else for (let i = first; i < last; i++) sums[i - first] = dot(rows[i]!, other, from, end);
  return sums;
}

function factorise(rows: readonly Float64Array[], first: number): void {
  const last = endOf(rows, first);
  for (let j = 0; j < first; j++) {
    const other = rows[j]!;
    const sum = sumsWith(rows, first, other, 0, j);
    for (let i = first; i < last; i++) rows[i]![j] = (rows[i]![j]! - sum[i - first]!) / other[j]!;
  }
  for (let i = first; i < last; i++) {
    const row = rows[i]!;
    for (let j = first; j < i; j++) row[j] = (row[j]! - dot(row, rows[j]!, 0, j)) / rows[j]![j]!;
    row[i] = Math.sqrt(row[i]! - dot(row, row, 0, i));
  }
}

function invertTriangle(rows: readonly Float64Array[], diagonal: Float64Array, first: number): void {
  const last = endOf(rows, first);
  for (let j = 0; j < last; j++) {
    const upper = rows[j]!;
    const from = Math.max(first, j + 1);
    const sum = j + 1 < first ? sumsWith(rows, first, upper, j + 1, first) : sums.fill(0);
    for (let i = from; i < last; i++) {
      const row = rows[i]!;
      upper[i] = -(row[j]! * diagonal[j]! + sum[i - first]! + dot(row, upper, from, i)) * diagonal[i]!;
    }
  }
}

function multiply(rows: readonly Float64Array[], diagonal: Float64Array, first: number): void {
  const last = endOf(rows, first);
  for (let j = 0; j < last; j++) {
    const other = rows[j]!;
    const sum = sumsWith(rows, first, other, last, rows.length);
    for (let i = Math.max(first, j); i < last; i++) {
      const product = sum[i - first]! + dot(rows[i]!, other, i, last);
      // Row i is not read above its diagonal again once j has reached i; below it nothing is read at all.
      if (j < i) rows[i]![j] = product;
      else diagonal[i] = product;
    }
  }
}
