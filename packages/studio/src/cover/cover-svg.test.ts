import { describe, expect, it } from 'vitest';
import { demoCatalogue } from '../catalogue/demo-catalogue.ts';
import { coverSvg } from './cover-svg.ts';

describe('coverSvg', () => {
  const tracks = demoCatalogue({ seed: 7, tracks: 200 }).tracks;

  it('draws the same track the same way at any size', () => {
    const [track] = tracks;
    expect(coverSvg(track!)).toBe(coverSvg(track!));
    const unsized = (svg: string): string => svg.replace(/ width="\d+" height="\d+" role/, ' role');
    expect(unsized(coverSvg(track!, 512))).toBe(unsized(coverSvg(track!, 48)));
  });

  it('is well-formed, without script or anything from elsewhere', () => {
    for (const track of tracks) {
      const svg = coverSvg(track);
      expect(svg).not.toMatch(/script|href|NaN|undefined|<image|on\w+=/);
      const open: string[] = [];
      for (const [, closing, name, self] of svg.matchAll(/<(\/?)([a-zA-Z]+)[^>]*?(\/?)>/g)) {
        if (closing) expect(open.pop()).toBe(name);
        else if (!self) open.push(name!);
      }
      expect(open).toEqual([]);
    }
    expect(new Set(tracks.map((track) => coverSvg(track))).size).toBe(tracks.length);
  });
});
