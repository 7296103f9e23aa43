import { escaped } from './escaped.ts';
import type { Result } from './result.ts';

const WIDTH = 860;
const LEFT = 220;
const RIGHT = 90;
const TOP = 8;
const ROW = 26;
const AXIS = 30;
const TICKS = 5;

/** One figure of several models side by side: a dot each, and its 95 % interval as a line. */
export function intervalsOf(name: string, results: readonly Result[], { zero = false }: { readonly zero?: boolean } = {}): string {
  const ends = [...results.flatMap(({ low, high, value }) => [low, high, value]), ...(zero ? [0] : [])].filter(Number.isFinite);
  const lowest = Math.min(...ends);
  // All alike, as where every list is a miss: the one value needs some room round it.
  const width = Math.max(...ends) - lowest || Math.abs(lowest) || 1;
  const [from, to] = [lowest - width * 0.05, lowest + width * 1.05];
  const height = TOP + results.length * ROW + AXIS;
  const x = (value: number) => (LEFT + ((value - from) / (to - from)) * (WIDTH - LEFT - RIGHT)).toFixed(1);
  const ticks = Array.from({ length: TICKS }, (_, i) => from + ((to - from) * i) / (TICKS - 1)).map(
    (value) =>
      `<line x1="${x(value)}" x2="${x(value)}" y1="${TOP}" y2="${height - AXIS}" stroke="#ddd"/>` +
      `<text x="${x(value)}" y="${height - AXIS + 16}" text-anchor="middle">${value.toFixed(4)}</text>`,
  );
  const nothing = zero ? `<line x1="${x(0)}" x2="${x(0)}" y1="${TOP}" y2="${height - AXIS}" stroke="#b00020" stroke-dasharray="4 3"/>` : '';
  const rows = results.map(({ model, value, low, high }, i) => {
    const y = TOP + (i + 0.5) * ROW;
    return (
      `<text x="${LEFT - 12}" y="${y + 4}" text-anchor="end">${escaped(model)}</text>` +
      `<line x1="${x(low)}" x2="${x(high)}" y1="${y}" y2="${y}" stroke="#0072b2" stroke-width="2"/>` +
      `<circle cx="${x(value)}" cy="${y}" r="4" fill="#0072b2"/>` +
      `<text x="${WIDTH - RIGHT + 12}" y="${y + 4}">${value.toFixed(4)}</text>`
    );
  });
  return `<h3>${escaped(name)}</h3>
<svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${escaped(name)}, with 95 % intervals">${ticks.join('')}${nothing}${rows.join('')}</svg>`;
}
