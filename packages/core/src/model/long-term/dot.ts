/** The inner product of two rows from `from` up to `end`. Four sums side by side: one alone waits for itself at every step. */
export function dot(a: Float64Array, b: Float64Array, from: number, end: number): number {
  let one = 0;
  let two = 0;
  let three = 0;
  let four = 0;
  let k = from;
  for (; k + 4 <= end; k += 4) {
    one += a[k]! * b[k]!;
    two += a[k + 1]! * b[k + 1]!;
    three += a[k + 2]! * b[k + 2]!;
    four += a[k + 3]! * b[k + 3]!;
  }
  for (; k < end; k++) one += a[k]! * b[k]!;
  return one + two + (three + four);
}

export type Four = readonly [Float64Array, Float64Array, Float64Array, Float64Array];

/** The inner products of four rows with another, which is read once for all of them. */
export function dotsOfFour([a, b, c, d]: Four, other: Float64Array, from: number, end: number, into: Float64Array): void {
  let one = 0;
  let two = 0;
  let three = 0;
  let four = 0;
  for (let k = from; k < end; k++) {
    const value = other[k]!;
    one += a[k]! * value;
    two += b[k]! * value;
    three += c[k]! * value;
    four += d[k]! * value;
  }
  into[0] = one;
  into[1] = two;
  into[2] = three;
  into[3] = four;
}

export function addScaled(into: Float64Array, from: Float64Array, by: number): void {
  for (let i = 0; i < into.length; i++) into[i] = into[i]! + by * from[i]!;
}
