/** Gain is decided once for so many frames and drawn as a line in between. */
const CHUNK = 32;
/** Chunks on either side that a peak turns down: 16 ms at 32 kHz. */
const REACH = 16;
/** Highest sample allowed. Under -1 dBTP with room for what lies between the samples. */
const CEILING = 10 ** (-1.7 / 20);
const CLOSE_LOOK = 0.45;
const TAPS = 12;
/** Windowed sincs for three places between two samples. */
const BETWEEN = [-0.25, 0.25, 0.5].map((place) =>
  Float64Array.from({ length: TAPS }, (_, k) => {
    const x = k - (TAPS / 2 - 1) - place;
    return (Math.sin(Math.PI * x) / (Math.PI * x)) * (0.5 + 0.5 * Math.cos((Math.PI * x) / (TAPS / 2 + 0.5)));
  }),
);

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

// Between two samples the wave can stand higher. Only loud ones are looked at closely.
function peakOf(x: Float32Array, from: number): number {
  let peak = 0;
  const to = Math.min(x.length, from + CHUNK);
  for (let i = from; i < to; i++) {
    const a = Math.abs(x[i]!);
    if (a > peak) peak = a;
    if (a < CLOSE_LOOK || i < TAPS / 2 || i + TAPS / 2 >= x.length) continue;
    for (const kernel of BETWEEN) {
      let sum = 0;
      for (let k = 0; k < TAPS; k++) sum += kernel[k]! * x[i - TAPS / 2 + 1 + k]!;
      if (sum < 0) sum = -sum;
      if (sum > peak) peak = sum;
    }
  }
  return peak;
}
