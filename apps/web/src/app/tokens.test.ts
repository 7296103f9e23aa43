import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');

/** The tokens of every block of the style sheet that sets a ground. */
const themes = [...css.matchAll(/\{([^{}]*--ground:[^{}]*)\}/g)].map(([, block]) =>
  Object.fromEntries([...(block ?? '').matchAll(/--([a-z]+): (#[0-9a-f]{6});/g)].map(([, name, value]) => [name, value])),
);

function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

describe('the tokens', () => {
  it('come in dark, light by the device, and light by choice, the last two alike', () => {
    expect(themes).toHaveLength(3);
    expect(themes[2]).toEqual(themes[1]);
  });

  const pairs = [0, 1].flatMap((theme) =>
    ['ground', 'pane', 'raised'].flatMap((under) =>
      ['ink', 'mid', 'low', 'signal', 'good', 'info', 'warn'].map((word) => [theme, word, under] as const),
    ),
  );
  it.each(pairs)('of theme %i: %s is read on %s', (theme, word, under) => {
    expect(contrast(themes[theme]?.[word] ?? '#000000', themes[theme]?.[under] ?? '#000000')).toBeGreaterThanOrEqual(4.5);
  });

  it.each([0, 1])('of theme %i: the dots of the map are seen', (theme) => {
    for (const dot of ['sky', 'sand', 'moss', 'plum', 'lake', 'rose'])
      expect(contrast(themes[theme]?.[dot] ?? '#000000', themes[theme]?.['ground'] ?? '#000000')).toBeGreaterThanOrEqual(3);
  });

  it.each([0, 1])('of theme %i: the track of a slider is seen', (theme) => {
    for (const under of ['ground', 'pane', 'raised'])
      expect(contrast(themes[theme]?.['track'] ?? '', themes[theme]?.[under] ?? '')).toBeGreaterThanOrEqual(3);
  });
});
