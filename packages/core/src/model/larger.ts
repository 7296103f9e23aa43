/** The numbers of one array at the start of a larger one, which is returned. */
export function larger<T extends Int32Array | Float64Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
