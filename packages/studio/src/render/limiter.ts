/** Gain is decided once for so many frames and drawn as a line in between. */
const CHUNK = 32;
/** Chunks on either side that a peak turns down: 16 ms at 32 kHz. */
const REACH = 16;
/** Highest sample allowed. Under -1 dBTP with room for what lies between the samples. */
const CEILING = 10 ** (-1.6 / 20);

/** Frames before and after a passage that its limiting depends on. */
export const LIMITER_REACH = CHUNK * (2 * REACH + 2);

/**
 * A look-ahead limiter with finite memory: the gain of a frame depends on nothing farther than `LIMITER_REACH`, so a
 * passage cut out of a track is limited as it is within it. Peaks are read between the samples too.
 */
export function limit(left: Float32Array, right: Float32Array): void {
  const chunks = Math.ceil(left.length / CHUNK);
  const needed = new Float32Array(chunks);
  let busy = false;
  for (let c = 0; c < chunks; c++) {
    const peak = Math.max(peakOf(left, c * CHUNK), peakOf(right, c * CHUNK));
    needed[c] = peak > CEILING ? CEILING / peak : 1;
    busy ||= peak > CEILING;
  }
  if (!busy) return;
  const held = new Float32Array(chunks);
  for (let c = 0; c < chunks; c++) {
    let least = 1;
    for (let n = Math.max(0, c - REACH - 1); n <= Math.min(chunks - 1, c + REACH + 1); n++) least = Math.min(least, needed[n]!);
    held[c] = least;
  }
  let before = 1;
  for (let c = 0; c < chunks; c++) {
    let sum = 0;
    for (let n = c - REACH; n <= c + REACH; n++) sum += n < 0 || n >= chunks ? 1 : held[n]!;
    const gain = Math.min(sum / (2 * REACH + 1), 1);
    const from = c * CHUNK;
    const to = Math.min(left.length, from + CHUNK);
    if (c === 0) before = gain;
    if (gain < 1 || before < 1) {
      for (let i = from; i < to; i++) {
        const g = before + ((gain - before) * (i - from + 1)) / CHUNK;
        left[i]! *= g;
        right[i]! *= g;
      }
    }
    before = gain;
  }
}

// Between two samples the wave can stand higher: six neighbours estimate the middle (Lagrange, order 5).
function peakOf(x: Float32Array, from: number): number {
  let peak = 0;
  const to = Math.min(x.length, from + CHUNK);
  for (let i = from; i < to; i++) {
    const a = Math.abs(x[i]!);
    if (a > peak) peak = a;
    if (a < 0.5 || i < 2 || i + 3 >= x.length) continue;
    const mid = Math.abs(0.5859375 * (x[i]! + x[i + 1]!) - 0.09765625 * (x[i - 1]! + x[i + 2]!) + 0.01171875 * (x[i - 2]! + x[i + 3]!));
    if (mid > peak) peak = mid;
  }
  return peak;
}
