import type { Sound } from './sound.ts';

const TAPS = 24;
const PHASES = 4;

/** A windowed sinc for each quarter between two samples. */
const KERNELS = Array.from({ length: PHASES - 1 }, (_, p) => {
  const kernel = new Float64Array(TAPS);
  for (let k = 0; k < TAPS; k++) {
    const x = k - (TAPS / 2 - 1) - (p + 1) / PHASES;
    const window = 0.5 + 0.5 * Math.cos((Math.PI * x) / (TAPS / 2));
    kernel[k] = (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x)) * window;
  }
  return kernel;
});

/** Highest level between the samples too, in dBTP: four times oversampled as ITU-R BS.1770-4, annex 2, asks. */
export function truePeakDb({ left, right }: Sound): number {
  let peak = 0;
  for (const channel of [left, right]) {
    for (let i = TAPS; i < channel.length - TAPS; i++) {
      const a = Math.abs(channel[i]!);
      if (a > peak) peak = a;
      // What lies between two samples cannot pass the peak unless one of them is near it.
      if (a < peak * 0.6 && Math.abs(channel[i + 1]!) < peak * 0.6) continue;
      for (const kernel of KERNELS) {
        let sum = 0;
        for (let k = 0; k < TAPS; k++) sum += kernel[k]! * channel[i - (TAPS / 2 - 1) + k]!;
        if (Math.abs(sum) > peak) peak = Math.abs(sum);
      }
    }
  }
  return 20 * Math.log10(Math.max(peak, 1e-9));
}
