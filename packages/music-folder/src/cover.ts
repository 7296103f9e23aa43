import { readFile, stat } from 'node:fs/promises';
import { type IPicture, parseFile, selectCover } from 'music-metadata';
import { pictureTypeOf } from './audio-types.ts';

export interface Cover {
  readonly bytes: Uint8Array;
  readonly contentType: string;
}

/** Larger pictures are not sent to anyone. */
const MAX_COVER_BYTES = 10 * 2 ** 20;

/** The picture in a sound file's tags, or null. */
export async function embeddedCover(file: string): Promise<Cover | null> {
  const { common } = await parseFile(file);
  return coverOf(common.picture);
}

/** The one of a file's pictures that is shown, or null. */
export function coverOf(pictures: IPicture[] | undefined): Cover | null {
  const picture = selectCover(pictures);
  return picture && asCover(picture.data);
}

/** A picture beside the sound, or null. */
export async function pictureFile(file: string): Promise<Cover | null> {
  const { size } = await stat(file);
  return size <= MAX_COVER_BYTES ? asCover(await readFile(file)) : null;
}

function asCover(bytes: Uint8Array): Cover | null {
  const contentType = bytes.length <= MAX_COVER_BYTES ? pictureTypeOf(bytes) : null;
  return contentType === null ? null : { bytes, contentType };
}
