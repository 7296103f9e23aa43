/** Length of every learnt vector: 32 floats, two cache lines; a multiple of four. docs/model.md says what another number takes. */
export const DIMENSIONS = 32;
export type Vector = Float32Array;

/** A typed array of its own costs 0.6 µs, a view 0.02: vectors are cut from slabs of a few, which go when all of them have. */
const SLAB = 8;
let slab = new Float32Array(SLAB * DIMENSIONS);
let cut = 0;

export function zeroVector(): Vector {
  if (cut === SLAB) {
    slab = new Float32Array(SLAB * DIMENSIONS);
    cut = 0;
  }
  const at = cut++ * DIMENSIONS;
  return slab.subarray(at, at + DIMENSIONS);
}

export function copyOf(vector: Float32Array): Vector {
  const out = zeroVector();
  for (let i = 0; i < DIMENSIONS; i++) out[i] = vector[i]!;
  return out;
}

/** a·b over `DIMENSIONS` values, `b` read from `at` on, so that a matrix row needs no copy. */
export function dot(a: Vector, b: Float32Array, at = 0): number {
  // Four sums side by side: one alone would wait for itself at every step.
  let [s0, s1, s2, s3] = [0, 0, 0, 0];
  for (let i = 0, j = at; i < DIMENSIONS; i += 4, j += 4) {
    s0 += a[i]! * b[j]!;
    s1 += a[i + 1]! * b[j + 1]!;
    s2 += a[i + 2]! * b[j + 2]!;
    s3 += a[i + 3]! * b[j + 3]!;
  }
  return s0 + s1 + (s2 + s3);
}

/** into += scale * from, in place. */
export function addScaled(into: Vector, from: Float32Array, scale: number): void {
  for (let i = 0; i < DIMENSIONS; i++) into[i] = into[i]! + scale * from[i]!;
}

export function normOf(a: Vector): number {
  return Math.sqrt(dot(a, a));
}

const floatBits = new Float32Array(1);
const intBits = new Uint32Array(floatBits.buffer);

/** IEEE 754 half precision, round half up on the mantissa, subnormals flushed to zero: 11 bits of a weight are plenty. */
export function halfOf(value: number): number {
  floatBits[0] = value;
  const bits = intBits[0]!;
  const sign = (bits >>> 16) & 0x8000;
  const rounded = bits + 0x1000;
  const exponent = ((rounded >>> 23) & 0xff) - 112;
  if (exponent <= 0) return sign;
  if (exponent >= 31) return sign | 0x7bff; // the largest finite half
  return sign | (exponent << 10) | ((rounded >>> 13) & 0x3ff);
}

export function fromHalf(half: number): number {
  const exponent = (half >>> 10) & 0x1f;
  if (exponent === 0) return 0;
  intBits[0] = ((half & 0x8000) << 16) | ((exponent + 112) << 23) | ((half & 0x3ff) << 13);
  return floatBits[0]!;
}

/**
 * The vector as half precision holds it. Whoever learns from a vector learns from this rounding, so that a stored
 * half is exactly what was learnt from, and a fold can be done again to the bit.
 */
export function roundedToHalf(from: Float32Array, at = 0): Vector {
  const out = zeroVector();
  for (let i = 0; i < DIMENSIONS; i++) out[i] = fromHalf(halfOf(from[at + i]!));
  return out;
}
