/** Sound as it is measured: what a player would hear, -1 to 1. */
export interface Sound {
  readonly left: Float32Array;
  readonly right: Float32Array;
  readonly sampleRate: number;
}

/** From 16-bit little-endian stereo without a header. */
export function soundOf(pcm: Buffer, sampleRate: number): Sound {
  const frames = Math.floor(pcm.length / 4);
  const left = new Float32Array(frames);
  const right = new Float32Array(frames);
  for (let i = 0; i < frames; i++) {
    left[i] = pcm.readInt16LE(4 * i) / 32768;
    right[i] = pcm.readInt16LE(4 * i + 2) / 32768;
  }
  return { left, right, sampleRate };
}
