import { mix } from '../hash.ts';
import { addScaled, dot } from './dot.ts';

export interface Eigenpair {
  readonly value: number;
  readonly vector: Float64Array;
}

/** Directions beyond those asked for, so that the last of them are exact too. */
const BESIDE = 8;
const ROUNDS = 8;
const SWEEPS = 12;
const NOTHING = 1e-12;

/**
 * The `count` largest eigenvalues of a symmetric positive semi-definite matrix of `size` rows and their vectors, largest
 * first: subspace iteration from a fixed start, then Rayleigh and Ritz (Halko, Martinsson and Tropp 2011).
 */
export function topEigenvectors(matrix: Float64Array, size: number, count: number): Eigenpair[] {
  const width = Math.min(size, count + BESIDE);
  let basis: Float64Array[] = Array.from({ length: width }, (_, k) =>
    Float64Array.from({ length: size }, (_, i) => mix(k * size + i + 1) / 2 ** 32 - 0.5),
  );
  makeOrthonormal(basis);
  for (let round = 0; round < ROUNDS; round++) {
    basis = basis.map((vector) => productOf(matrix, vector));
    makeOrthonormal(basis);
  }
  const images = basis.map((vector) => productOf(matrix, vector));
  const { values, turns } = diagonalise(basis.map((vector) => images.map((image) => dot(vector, image, 0, size))));
  const order = [...values.keys()].sort((a, b) => values[b]! - values[a]!).slice(0, count);
  return order.map((at) => {
    const vector = new Float64Array(size);
    for (let k = 0; k < width; k++) addScaled(vector, basis[k]!, turns[k]![at]!);
    return { value: values[at]!, vector };
  });
}

function productOf(matrix: Float64Array, vector: Float64Array): Float64Array {
  const size = vector.length;
  return vector.map((_, i) => dot(matrix.subarray(i * size, (i + 1) * size), vector, 0, size));
}

/** Gram and Schmidt, twice: once leaves what rounding brings back. A vector with nothing of its own left becomes 0. */
function makeOrthonormal(vectors: readonly Float64Array[]): void {
  vectors.forEach((vector, k) => {
    const before = Math.sqrt(dot(vector, vector, 0, vector.length));
    for (let pass = 0; pass < 2; pass++)
      for (const earlier of vectors.slice(0, k)) addScaled(vector, earlier, -dot(vector, earlier, 0, vector.length));
    const length = Math.sqrt(dot(vector, vector, 0, vector.length));
    const scale = length > before * NOTHING ? 1 / length : 0;
    for (let i = 0; i < vector.length; i++) vector[i] = vector[i]! * scale;
  });
}

/** Jacobi's rotations: the eigenvalues of a small symmetric matrix, and its eigenvectors as columns of `turns`. */
function diagonalise(matrix: number[][]): { readonly values: number[]; readonly turns: number[][] } {
  const turns = matrix.map((_, i) => matrix.map((_, j) => (i === j ? 1 : 0)));
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    for (let p = 0; p < matrix.length; p++) {
      for (let q = p + 1; q < matrix.length; q++) {
        const off = matrix[p]![q]!;
        if (Math.abs(off) < NOTHING) continue;
        const slope = (matrix[q]![q]! - matrix[p]![p]!) / (2 * off);
        const tangent = (slope < 0 ? -1 : 1) / (Math.abs(slope) + Math.sqrt(slope * slope + 1));
        const cosine = 1 / Math.sqrt(tangent * tangent + 1);
        const sine = tangent * cosine;
        for (const rows of [matrix, turns]) {
          for (const row of rows) {
            const [a, b] = [row[p]!, row[q]!];
            row[p] = cosine * a - sine * b;
            row[q] = sine * a + cosine * b;
          }
        }
        const [first, second] = [matrix[p]!, matrix[q]!];
        for (let k = 0; k < matrix.length; k++) {
          const [a, b] = [first[k]!, second[k]!];
          first[k] = cosine * a - sine * b;
          second[k] = sine * a + cosine * b;
        }
      }
    }
  }
  return { values: matrix.map((row, i) => row[i]!), turns };
}
