/** The inverse of a symmetric positive definite matrix of `size` rows, in place; only the lower half is read. Cholesky. */
export function invertPositive(matrix: Float64Array, size: number): void {
  const rows = Array.from({ length: size }, (_, i) => matrix.subarray(i * size, (i + 1) * size));
  for (let i = 0; i < size; i++) {
    const row = rows[i]!;
    for (let j = 0; j < i; j++) row[j] = (row[j]! - dotTo(row, rows[j]!, j)) / rows[j]![j]!;
    row[i] = Math.sqrt(row[i]! - dotTo(row, row, i));
  }
  // The inverse of the lower triangle, written as its transpose above the diagonal: rows stay rows, and so stay in cache.
  const diagonal = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    diagonal[i] = 1 / rows[i]![i]!;
    for (let j = 0; j < i; j++) {
      const upper = rows[j]!;
      let sum = rows[i]![j]! * diagonal[j]!;
      for (let k = j + 1; k < i; k++) sum += rows[i]![k]! * upper[k]!;
      upper[i] = -sum * diagonal[i]!;
    }
  }
  for (let i = 0; i < size; i++) rows[i]![i] = diagonal[i]!;
  // A⁻¹[i][j] is the product of two of its rows from the later of both on.
  for (let i = 0; i < size; i++) {
    const upper = rows[i]!;
    for (let j = 0; j <= i; j++) {
      const other = rows[j]!;
      let sum = 0;
      for (let k = i; k < size; k++) sum += upper[k]! * other[k]!;
      // Row i is not read above its diagonal again once j has reached i; below it nothing is read at all.
      if (j < i) upper[j] = sum;
      else diagonal[i] = sum;
    }
  }
  for (let i = 0; i < size; i++) {
    rows[i]![i] = diagonal[i]!;
    for (let j = 0; j < i; j++) rows[j]![i] = rows[i]![j]!;
  }
}

function dotTo(a: Float64Array, b: Float64Array, end: number): number {
  let sum = 0;
  for (let k = 0; k < end; k++) sum += a[k]! * b[k]!;
  return sum;
}
