/** Works a value out once a key, where many rows share one: a genre, an artist. */
export function memo<K>(of: (key: K) => number): (key: K) => number {
  const known = new Map<K, number>();
  return (key) => {
    let value = known.get(key);
    if (value === undefined) {
      value = of(key);
      known.set(key, value);
    }
    return value;
  };
}
