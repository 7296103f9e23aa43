import { SAMPLE_RATE } from '../synth/instrument.ts';

export const WAV_HEADER_BYTES = 44;
/** Two channels of 16 bits. */
export const FRAME_BYTES = 4;

export const framesOf = (durationSeconds: number): number => Math.max(1, Math.round(durationSeconds * SAMPLE_RATE));

/** Bytes of the whole file, known before a note is played. */
export const wavLength = (durationSeconds: number): number => WAV_HEADER_BYTES + framesOf(durationSeconds) * FRAME_BYTES;

/** The RIFF header of a PCM file, as every browser reads it. */
export function wavHeader(durationSeconds: number): Buffer {
  const header = Buffer.alloc(WAV_HEADER_BYTES);
  const dataBytes = framesOf(durationSeconds) * FRAME_BYTES;
  header.write('RIFF', 0, 'latin1');
  header.writeUInt32LE(36 + dataBytes, 4);
  header.write('WAVEfmt ', 8, 'latin1');
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(2, 22);
  header.writeUInt32LE(SAMPLE_RATE, 24);
  header.writeUInt32LE(SAMPLE_RATE * FRAME_BYTES, 28);
  header.writeUInt16LE(FRAME_BYTES, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36, 'latin1');
  header.writeUInt32LE(dataBytes, 40);
  return header;
}
