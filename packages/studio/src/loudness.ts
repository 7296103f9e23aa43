/** The K-weighting of ITU-R BS.1770-4: a high shelf for the head, then a high-pass. */
export interface KFilter {
  /** Weighted power of these frames, both channels summed, mean over frames; keeps its state. */
  power(left: Float32Array, right: Float32Array, from: number, to: number): number;
}

/** -0.691 + 10 log10 of a weighted mean power, BS.1770-4 equation 2. */
export const loudnessOf = (power: number): number => -0.691 + 10 * Math.log10(Math.max(power, 1e-12));

/**
 * The filter at any rate: the analogue prototype behind the coefficients that the standard prints for 48 kHz, as
 * derived by Brecht De Man, "Evaluation of implementations of the EBU R128 loudness measurement" (AES 2018).
 */
export function createKFilter(sampleRate: number): KFilter {
  const shelf = shelfOf(sampleRate);
  const pass = passOf(sampleRate);
  const state = new Float64Array(8);
  return {
    power(left, right, from, to) {
      let sum = 0;
      for (let channel = 0; channel < 2; channel++) {
        const input = channel === 0 ? left : right;
        const o = channel * 4;
        let s1 = state[o]!;
        let s2 = state[o + 1]!;
        let p1 = state[o + 2]!;
        let p2 = state[o + 3]!;
        for (let i = from; i < to; i++) {
          const x = input[i]!;
          const y = shelf.b0 * x + s1;
          s1 = shelf.b1 * x - shelf.a1 * y + s2;
          s2 = shelf.b2 * x - shelf.a2 * y;
          const z = y + p1;
          p1 = -2 * y - pass.a1 * z + p2;
          p2 = y - pass.a2 * z;
          sum += z * z;
        }
        state[o] = s1;
        state[o + 1] = s2;
        state[o + 2] = p1;
        state[o + 3] = p2;
      }
      return sum / Math.max(1, to - from);
    },
  };
}

/** Integrated loudness in LUFS of stereo sound: 400 ms blocks every 100 ms, gated at -70 and at 10 below the rest. */
export function integratedLoudness(left: Float32Array, right: Float32Array, sampleRate: number): number {
  const hop = Math.round(sampleRate * 0.1);
  const filter = createKFilter(sampleRate);
  const hops: number[] = [];
  for (let from = 0; from + hop <= left.length; from += hop) hops.push(filter.power(left, right, from, from + hop));
  const blocks: number[] = [];
  for (let i = 0; i + 4 <= hops.length; i++) blocks.push((hops[i]! + hops[i + 1]! + hops[i + 2]! + hops[i + 3]!) / 4);
  return gated(blocks.map((power) => ({ power, weight: 1 })));
}

/** The two gates of BS.1770-4 over blocks, each standing for a share of the time. */
export function gated(blocks: readonly { readonly power: number; readonly weight: number }[]): number {
  const loud = blocks.filter(({ power }) => loudnessOf(power) > -70);
  if (loud.length === 0) return -Infinity;
  const threshold = loudnessOf(meanOf(loud)) - 10;
  return loudnessOf(meanOf(loud.filter(({ power }) => loudnessOf(power) > threshold)));
}

function meanOf(blocks: readonly { readonly power: number; readonly weight: number }[]): number {
  let sum = 0;
  let weights = 0;
  for (const { power, weight } of blocks) {
    sum += power * weight;
    weights += weight;
  }
  return sum / weights;
}

function shelfOf(sampleRate: number) {
  const k = Math.tan((Math.PI * 1681.974450955533) / sampleRate);
  const q = 0.7071752369554196;
  const vh = 10 ** (3.999843853973347 / 20);
  const vb = vh ** 0.4996667741545416;
  const a0 = 1 + k / q + k * k;
  return {
    b0: (vh + (vb * k) / q + k * k) / a0,
    b1: (2 * (k * k - vh)) / a0,
    b2: (vh - (vb * k) / q + k * k) / a0,
    a1: (2 * (k * k - 1)) / a0,
    a2: (1 - k / q + k * k) / a0,
  };
}

function passOf(sampleRate: number) {
  const k = Math.tan((Math.PI * 38.13547087602444) / sampleRate);
  const q = 0.5003270373238773;
  const a0 = 1 + k / q + k * k;
  return { a1: (2 * (k * k - 1)) / a0, a2: (1 - k / q + k * k) / a0 };
}
