import { type FileHandle, open } from 'node:fs/promises';

/** Places in the file that are listened to, spread over it, and the bytes of each. */
const PLACES = 24;
const PLACE_BYTES = 48 * 1024;
const HEADER_BYTES = 64 * 1024;

interface Pcm {
  readonly start: number;
  readonly length: number;
  readonly frameBytes: number;
  readonly sampleBytes: number;
  readonly read: (bytes: Buffer, at: number) => number;
}

/** Root mean square of a WAV file's samples, in dB below full scale; null if it holds no plain PCM, or silence. */
export async function wavLoudness(path: string): Promise<number | null> {
  const file = await open(path, 'r');
  try {
    const pcm = await pcmOf(file);
    if (!pcm) return null;
    let sum = 0;
    let count = 0;
    const bytes = Buffer.alloc(PLACE_BYTES);
    for (let place = 0; place < PLACES; place++) {
      const from = Math.floor(((pcm.length * place) / PLACES / pcm.frameBytes) | 0) * pcm.frameBytes;
      const { bytesRead } = await file.read(bytes, 0, Math.min(PLACE_BYTES, pcm.length - from), pcm.start + from);
      for (let at = 0; at + pcm.sampleBytes <= bytesRead; at += pcm.sampleBytes) {
        sum += pcm.read(bytes, at) ** 2;
        count++;
      }
    }
    return sum > 0 ? 10 * Math.log10(sum / count) : null;
  } finally {
    await file.close();
  }
}

async function pcmOf(file: FileHandle): Promise<Pcm | null> {
  const header = Buffer.alloc(HEADER_BYTES);
  const { bytesRead } = await file.read(header, 0, HEADER_BYTES, 0);
  if (header.toString('latin1', 0, 4) !== 'RIFF' || header.toString('latin1', 8, 12) !== 'WAVE') return null;
  let format: Omit<Pcm, 'start' | 'length'> | null = null;
  for (let at = 12; at + 8 <= bytesRead; ) {
    const id = header.toString('latin1', at, at + 4);
    const length = header.readUInt32LE(at + 4);
    if (id === 'fmt ' && at + 24 <= bytesRead) format = formatOf(header, at + 8, length);
    if (id === 'data') {
      const start = at + 8;
      const { size } = await file.stat();
      return format && { ...format, start, length: Math.min(length, size - start) };
    }
    at += 8 + length + (length % 2);
  }
  return null;
}

function formatOf(header: Buffer, at: number, length: number): Omit<Pcm, 'start' | 'length'> | null {
  const extensible = header.readUInt16LE(at) === 0xfffe && length >= 26;
  const kind = header.readUInt16LE(extensible ? at + 24 : at);
  const bits = header.readUInt16LE(at + 14);
  const shape = { frameBytes: Math.max(1, header.readUInt16LE(at + 12)), sampleBytes: bits / 8 };
  if (kind === 1 && (bits === 16 || bits === 24 || bits === 32)) {
    const full = 2 ** (bits - 1);
    return { ...shape, read: (bytes, offset) => bytes.readIntLE(offset, bits / 8) / full };
  }
  if (kind === 3 && bits === 32) return { ...shape, read: (bytes, offset) => bytes.readFloatLE(offset) };
  return null;
}
