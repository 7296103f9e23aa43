import { extname } from 'node:path';

const AUDIO: Readonly<Record<string, string>> = {
  '.mp3': 'audio/mpeg',
  '.flac': 'audio/flac',
  '.ogg': 'audio/ogg',
  '.oga': 'audio/ogg',
  '.opus': 'audio/ogg; codecs=opus',
  '.m4a': 'audio/mp4',
  '.wav': 'audio/wav',
};

/** The media type that browsers know a file of this name by; null if it is none that they play. */
export const audioTypeOf = (path: string): string | null => AUDIO[extname(path).toLowerCase()] ?? null;

/**
 * What a picture is by its first bytes; null for anything else. A tag may claim any type, and what it holds is sent to
 * browsers.
 */
export function pictureTypeOf(bytes: Uint8Array): string | null {
  const starts = (offset: number, ...codes: number[]) => codes.every((code, i) => bytes[offset + i] === code);
  if (starts(0, 0xff, 0xd8, 0xff)) return 'image/jpeg';
  if (starts(0, 0x89, 0x50, 0x4e, 0x47)) return 'image/png';
  if (starts(0, 0x47, 0x49, 0x46, 0x38)) return 'image/gif';
  if (starts(0, 0x52, 0x49, 0x46, 0x46) && starts(8, 0x57, 0x45, 0x42, 0x50)) return 'image/webp';
  return null;
}

/** How the name of a sound with these first bytes should end; null for anything else. */
export function soundEndingOf(bytes: Uint8Array): string | null {
  const text = Buffer.from(bytes).toString('latin1');
  if (text.startsWith('RIFF') && text.startsWith('WAVE', 8)) return '.wav';
  if (text.startsWith('fLaC')) return '.flac';
  if (text.startsWith('OggS')) return '.ogg';
  if (text.startsWith('ftyp', 4)) return '.m4a';
  if (text.startsWith('ID3') || /^\xff[\xe2\xe3\xf2\xf3\xfa\xfb]/.test(text)) return '.mp3';
  return null;
}

/** Pictures that stand for all tracks of the folder they lie in. */
export const isFolderCover = (name: string): boolean => /^(cover|folder|front|album)\.(jpe?g|png|webp|gif)$/i.test(name);
