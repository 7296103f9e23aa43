/** Sides that the api makes, px. */
type Side = 48 | 96 | 192 | 512;

/** A row's, as its screen has one pixel a point or two; one that is larger on the page comes whole. */
export function coverSet(src: string, size: number): string | undefined {
  if (size <= 48) return `${coverAt(src, 48)} 1x, ${coverAt(src, 96)} 2x`;
  if (size <= 96) return `${coverAt(src, 96)} 1x, ${coverAt(src, 192)} 2x`;
  return undefined;
}

export const coverAt = (src: string, side: Side): string => `${src}${src.includes('?') ? '&' : '?'}side=${side}`;
