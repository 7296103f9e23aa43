/** Below this share of a track's strongest neighbour nothing is said. */
const LEAST_SHARE = 0.002;
const CLASS_BITS = 18;
const classes = new Int32Array(2 ** (31 - CLASS_BITS));
/** Kept: a fit asks for the strongest of every track. */
let magnitudes = new Float32Array(0);
let bits = new Uint32Array(magnitudes.buffer);
let candidates = new Int32Array(0);

/**
 * Places of the `most` largest magnitudes, ascending: as many classes of a histogram as fit. A class is what the first bits of
 * a 32-bit float say, exponent and five of its fraction: they count up as magnitudes do, and cost no logarithm.
 */
export function strongestOf(values: Float64Array, most: number): number[] {
  const { length } = values;
  if (magnitudes.length < length) {
    magnitudes = new Float32Array(length);
    bits = new Uint32Array(magnitudes.buffer);
    candidates = new Int32Array(length);
  }
  let at = 0;
  for (let i = 0; i < length; i++) {
    const magnitude = Math.abs(values[i]!);
    magnitudes[i] = magnitude;
    if (magnitude > magnitudes[at]!) at = i;
  }
  const least = magnitudes[at]! * LEAST_SHARE;
  const highest = bits[at]! >>> CLASS_BITS;
  classes.fill(0, 0, highest + 1);
  let said = 0;
  for (let i = 0; i < length; i++) {
    if (magnitudes[i]! <= least) continue;
    candidates[said++] = i;
    classes[bits[i]! >>> CLASS_BITS]!++;
  }
  let lowest = said <= most ? 0 : highest + 1;
  for (let sum = 0; lowest > 0 && sum + classes[lowest - 1]! <= most; ) sum += classes[--lowest]!;
  const places: number[] = [];
  for (const place of candidates.subarray(0, said)) if (bits[place]! >>> CLASS_BITS >= lowest) places.push(place);
  return places;
}

/** Both of two ascending lists, each place once. */
export function eitherOf(one: readonly number[], other: readonly number[]): number[] {
  const either: number[] = [];
  let at = 0;
  for (const place of one) {
    while (at < other.length && other[at]! < place) either.push(other[at++]!);
    if (other[at] === place) at++;
    either.push(place);
  }
  while (at < other.length) either.push(other[at++]!);
  return either;
}
