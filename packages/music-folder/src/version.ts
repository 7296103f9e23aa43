import type { Stats } from 'node:fs';

/** Another one whenever a file may hold other bytes: a program that writes tags may put the time of change back, or fill a gap. */
export const versionOf = ({ mtimeMs, size, ctimeMs }: Pick<Stats, 'mtimeMs' | 'size' | 'ctimeMs'>): string =>
  [mtimeMs, size, ctimeMs].map((value) => Math.floor(value).toString(36)).join('-');
