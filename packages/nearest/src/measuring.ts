/** The least of several times of the same work, ms: what else the machine did meanwhile only ever adds. */
export function leastMs(nowMs: () => number, rounds: number, work: (round: number) => void): number {
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds; round++) {
    const startMs = nowMs();
    work(round);
    least = Math.min(least, nowMs() - startMs);
  }
  return least;
}

/** The middle one of `places`' times, ms: unlike scans, searches of a graph differ from place to place. */
export function medianMs(nowMs: () => number, places: readonly Float32Array[], work: (place: Float32Array) => void): number {
  const times = places.map((place) => leastMs(nowMs, 2, () => work(place))).sort((a, b) => a - b);
  return times[times.length >> 1] ?? Number.NaN;
}
