import { describe, expect, it } from 'vitest';
import { htmlOf } from './html.ts';
import { differenceName, type Report, type Result } from './result.ts';

const result = (model: string, metric: string, value: number, half = 0.01): Result => ({
  data: 'told',
  protocol: 'holdout',
  model,
  metric,
  value,
  low: value - half,
  high: value + half,
  perEventMs: 1,
});
const report = (results: readonly Result[], more: Partial<Report> = {}): Report => ({ results, curves: [], failures: [], ...more });

const plots = (html: string) => html.match(/<svg.*?<\/svg>/gs) ?? [];
const numbers = (svg: string, attribute: string) =>
  [...svg.matchAll(new RegExp(`${attribute}="([-\\d.]+)"`, 'g'))].map(([, n]) => Number(n));

describe('the page', () => {
  const html = htmlOf(
    report([
      result('segue', 'nDCG@10', 0.4),
      result('ease', 'nDCG@10', 0.38),
      result(differenceName('segue', 'ease'), 'nDCG@10', 0.02),
      result('segue', 'R@10', 0.16),
      result('ease', 'R@10', 0.17),
      result('segue', 'peak MB', 30, 0),
    ]),
    'told, holdout',
  );

  it('draws a dot with its interval for each model and figure, and differences by themselves, beside a line at 0', () => {
    const [gain, difference, recall, ...others] = plots(html);
    expect(others).toEqual([]);
    for (const [svg, label, models] of [
      [gain!, 'nDCG@10', ['segue', 'ease']],
      [difference!, 'nDCG@10, one less another', ['segue - ease']],
      [recall!, 'R@10', ['segue', 'ease']],
    ] as const) {
      expect(svg).toContain(`aria-label="${label}, with 95 % intervals"`);
      for (const model of models) expect(svg).toContain(`>${model}</text>`);
      expect(numbers(svg, 'cx')).toHaveLength(models.length);
    }
    expect(difference).toContain('stroke-dasharray');
    expect(gain).not.toContain('stroke-dasharray');
  });

  it('puts the higher figure further right, each dot within its line', () => {
    const [gain] = plots(html);
    const [segue, ease] = numbers(gain!, 'cx');
    expect(segue).toBeGreaterThan(ease!);
    for (const [, low, high, y] of gain!.matchAll(/<line x1="([\d.]+)" x2="([\d.]+)" y1="([\d.]+)" y2="\3"/g)) {
      const [, dot] = gain!.match(new RegExp(`cx="([\\d.]+)" cy="${y}"`))!;
      expect(Number(low)).toBeLessThan(Number(dot));
      expect(Number(high)).toBeGreaterThan(Number(dot));
    }
  });

  it('needs nothing but itself, and runs nothing', () => {
    expect(html).not.toMatch(/<script|<link|<img|href=|src=|https?:/);
    const named = htmlOf(report([result('<b>&"', 'HR@5', 0.1)], { failures: ['<i>'] }), '<title>');
    expect(named).not.toMatch(/<b>|<i>|<title><title>/);
  });

  it('draws figures that are all alike, and those of one model', () => {
    for (const value of [0, 1])
      for (const svg of plots(htmlOf(report([result('a', 'MRR', value, 0)]), 't'))) expect(svg).not.toContain('NaN');
  });

  it('keeps the curves over the stream', () => {
    const curves = [{ model: 'a', metric: 'HR@20', points: [{ at: 0.5, value: 0.2 }] }];
    const [intervals, curve] = plots(htmlOf(report([result('a', 'HR@20', 0.2)], { curves }), 't'));
    expect(intervals).toContain('<circle');
    expect(curve).toContain('<polyline');
  });
});
