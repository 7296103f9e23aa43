import { escaped } from './escaped.ts';
import { intervalsOf } from './intervals.ts';
import { COST_METRICS, type Curve, isDifference, type Report } from './result.ts';

const COLOURS = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9', '#000000', '#7f7f7f'];
const WIDTH = 860;
const HEIGHT = 360;
const LEFT = 56;
const BOTTOM = 32;
const TOP = 12;
const RIGHT = 160;

/** A page that needs nothing but itself: the figures with their intervals, told and drawn, and how they went over the stream. */
export function htmlOf(report: Report, title: string): string {
  const metrics = [...new Set(report.curves.map(({ metric }) => metric))];
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${escaped(title)}</title>
<style>
body{font:15px/1.5 system-ui,sans-serif;max-width:64rem;margin:2rem auto;padding:0 1rem;color:#111;background:#fff}
table{border-collapse:collapse;margin:1rem 0}td,th{padding:.25rem .75rem;border-bottom:1px solid #ccc;text-align:right;font-variant-numeric:tabular-nums}
td:first-child,th:first-child,td:nth-child(2),th:nth-child(2){text-align:left}small{color:#555}.failed{color:#b00020}
svg text{font:12px system-ui,sans-serif;fill:#333}
</style></head><body>
<h1>${escaped(title)}</h1>
${report.failures.map((sentence) => `<p class="failed">${escaped(sentence)}</p>`).join('\n')}
<table><thead><tr><th>model</th><th>figure</th><th>value</th><th>95 % interval over listeners</th></tr></thead><tbody>
${report.results.map(rowOf).join('\n')}
</tbody></table>
${plotsOf(report)}
${metrics
  .map((metric) =>
    chartOf(
      metric,
      report.curves.filter((curve) => curve.metric === metric),
    ),
  )
  .join('\n')}
</body></html>
`;
}

function rowOf({ model, metric, value, low, high }: Report['results'][number]): string {
  const interval = COST_METRICS.has(metric) ? '' : `${low.toFixed(4)} to ${high.toFixed(4)}`;
  return `<tr><td>${escaped(model)}</td><td>${escaped(metric)}</td><td>${value.toFixed(4)}</td><td>${interval}</td></tr>`;
}

/** Figures side by side, and differences, which are of another size, by themselves. */
function plotsOf({ results }: Report): string {
  const drawn = results.filter(({ metric }) => !COST_METRICS.has(metric));
  const metrics = [...new Set(drawn.map(({ metric }) => metric))];
  const plots = metrics.flatMap((metric) => {
    const own = drawn.filter((result) => result.metric === metric);
    const differences = own.filter(isDifference);
    return [
      intervalsOf(
        metric,
        own.filter((result) => !isDifference(result)),
      ),
      ...(differences.length > 0 ? [intervalsOf(`${metric}, one less another`, differences, { zero: true })] : []),
    ];
  });
  return plots.length > 0 ? `<h2>Figures with their 95 % intervals</h2>\n${plots.join('\n')}` : '';
}

function chartOf(metric: string, curves: readonly Curve[]): string {
  const highest = Math.max(1e-9, ...curves.flatMap(({ points }) => points.map(({ value }) => value)));
  const x = (at: number) => (LEFT + at * (WIDTH - LEFT - RIGHT)).toFixed(1);
  const y = (value: number) => (HEIGHT - BOTTOM - (value / highest) * (HEIGHT - BOTTOM - TOP)).toFixed(1);
  const grid = [0, 0.25, 0.5, 0.75, 1].map(
    (part) =>
      `<line x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${y(part * highest)}" y2="${y(part * highest)}" stroke="#ddd"/>` +
      `<text x="${LEFT - 8}" y="${Number(y(part * highest)) + 4}" text-anchor="end">${(part * highest).toFixed(3)}</text>`,
  );
  const lines = curves.map(({ model, points }, i) => {
    const colour = COLOURS[i % COLOURS.length];
    const path = points.map(({ at, value }) => `${x(at)},${y(value)}`).join(' ');
    return (
      `<polyline fill="none" stroke="${colour}" stroke-width="2" points="${path}"/>` +
      `<text x="${WIDTH - RIGHT + 12}" y="${TOP + 14 + i * 18}" style="fill:${colour}">${escaped(model)}</text>`
    );
  });
  const name = `${escaped(metric)} over the stream`;
  return `<h2>${name}</h2>
<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${name}">${grid.join('')}${lines.join('')}
<text x="${LEFT}" y="${HEIGHT - 8}">first event</text><text x="${WIDTH - RIGHT}" y="${HEIGHT - 8}" text-anchor="end">last event</text></svg>`;
}
