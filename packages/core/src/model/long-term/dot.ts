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

/**
 * Adds to each place named from `from` up to `end` its value times `by`. Four at a time, their places read first: a place that is
 * written might be the next one's, for all that a compiler knows, and each would wait for the one before it.
 */
export function addScattered(
  into: Float64Array,
  { places, values }: { readonly places: Int32Array; readonly values: Float32Array },
  from: number,
  end: number,
  by: number,
): void {
  let k = from;
  for (; k + 4 <= end; k += 4) {
    const one = places[k]!;
    const two = places[k + 1]!;
    const three = places[k + 2]!;
    const four = places[k + 3]!;
    into[one] = into[one]! + by * values[k]!;
    into[two] = into[two]! + by * values[k + 1]!;
    into[three] = into[three]! + by * values[k + 2]!;
    into[four] = into[four]! + by * values[k + 3]!;
  }
  for (; k < end; k++) into[places[k]!] = into[places[k]!]! + by * values[k]!;
}
