export interface WavOptions {
  readonly seconds?: number;
  /** Peak of the sine, 0..1. */
  readonly level?: number;
  readonly bits?: 16 | 24;
}

/** A real WAV file: a sine of 220 Hz, mono, 8 kHz. */
export function makeWav({ seconds = 1, level = 0.5, bits = 16 }: WavOptions = {}): Buffer {
  const rate = 8_000;
  const bytes = bits / 8;
  const samples = Math.round(rate * seconds);
  const wav = Buffer.alloc(44 + samples * bytes);
  wav.write('RIFF', 0, 'latin1');
  wav.writeUInt32LE(36 + samples * bytes, 4);
  wav.write('WAVEfmt ', 8, 'latin1');
  wav.writeUInt32LE(16, 16);
  wav.writeUInt16LE(1, 20);
  wav.writeUInt16LE(1, 22);
  wav.writeUInt32LE(rate, 24);
  wav.writeUInt32LE(rate * bytes, 28);
  wav.writeUInt16LE(bytes, 32);
  wav.writeUInt16LE(bits, 34);
  wav.write('data', 36, 'latin1');
  wav.writeUInt32LE(samples * bytes, 40);
  const full = 2 ** (bits - 1) - 1;
  for (let i = 0; i < samples; i++)
    wav.writeIntLE(Math.round(Math.sin((2 * Math.PI * 220 * i) / rate) * level * full), 44 + i * bytes, bytes);
  return wav;
}
