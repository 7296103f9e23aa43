/** In-place radix-2 transform of a power-of-two length. */
export function createFft(size: number): (re: Float64Array, im: Float64Array) => void {
  const cos = new Float64Array(size / 2);
  const sin = new Float64Array(size / 2);
  for (let i = 0; i < size / 2; i++) {
    cos[i] = Math.cos((2 * Math.PI * i) / size);
    sin[i] = Math.sin((2 * Math.PI * i) / size);
  }
  const swap = new Uint32Array(size);
  for (let i = 0, j = 0; i < size; i++) {
    swap[i] = j;
    let bit = size >> 1;
    while (j & bit) {
      j ^= bit;
      bit >>= 1;
    }
    j |= bit;
  }
  return (re, im) => {
    for (let i = 0; i < size; i++) {
      const j = swap[i]!;
      if (j > i) {
        [re[i], re[j]] = [re[j]!, re[i]!];
        [im[i], im[j]] = [im[j]!, im[i]!];
      }
    }
    for (let half = 1, stride = size >> 1; half < size; half <<= 1, stride >>= 1) {
      for (let from = 0; from < size; from += half << 1) {
        for (let k = 0, t = 0; k < half; k++, t += stride) {
          const a = from + k;
          const b = a + half;
          const xr = re[b]! * cos[t]! + im[b]! * sin[t]!;
          const xi = im[b]! * cos[t]! - re[b]! * sin[t]!;
          re[b] = re[a]! - xr;
          im[b] = im[a]! - xi;
          re[a]! += xr;
          im[a]! += xi;
        }
      }
    }
  };
}
