export interface Curve {
  readonly name: string;
  readonly points: readonly { readonly name: string; readonly value: number; readonly low: number; readonly high: number }[];
}

const WIDTH = 760;
const HEIGHT = 340;
const LEFT = 56;
const RIGHT = 170;
const TOP = 24;
const BOTTOM = 48;
/** Apart in hue and in lightness. */
const COLOURS = ['#2563c9', '#b4540a'] as const;
const STEPS = 4;

/** Hit rate against delay as a picture that stands by itself, on light and on dark pages. */
export function freshnessSvg(curves: readonly Curve[], { k }: { readonly k: number }): string {
  const most = Math.max(...curves.flatMap(({ points }) => points.map(({ high }) => high)));
  const top = Math.ceil(most * 20) / 20;
  const names = curves[0]?.points.map(({ name }) => name) ?? [];
  const x = (at: number) => LEFT + (at / Math.max(1, names.length - 1)) * (WIDTH - LEFT - RIGHT);
  const y = (value: number) => HEIGHT - BOTTOM - (value / top) * (HEIGHT - TOP - BOTTOM);
  const said = curves
    .map(({ name, points }) => `${name}: ${points.map((point) => `${point.name} ${point.value.toFixed(3)}`).join(', ')}`)
    .join('; ');
  const out = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="Hit rate at ${k} by how often the model learns. ${said}" font-family="system-ui, sans-serif" font-size="13">`,
    `<rect width="${WIDTH}" height="${HEIGHT}" rx="12" fill="#ffffff"/>`,
  ];
  for (let step = 0; step <= STEPS; step++) {
    const value = (top * step) / STEPS;
    out.push(`<path d="M${LEFT} ${round(y(value))}H${WIDTH - RIGHT}" stroke="#d9dde3"/>`);
    out.push(`<text x="${LEFT - 8}" y="${round(y(value) + 4)}" text-anchor="end" fill="#4a5160">${value.toFixed(2)}</text>`);
  }
  names.forEach((name, at) => {
    out.push(`<text x="${round(x(at))}" y="${HEIGHT - BOTTOM + 20}" text-anchor="middle" fill="#4a5160">${name}</text>`);
  });
  out.push(`<text x="${LEFT}" y="${HEIGHT - 8}" fill="#4a5160">how often the model learns</text>`);
  out.push(`<text x="${LEFT - 48}" y="14" fill="#4a5160">HR@${k}</text>`);
  curves.forEach(({ name, points }, i) => {
    const colour = COLOURS[i % COLOURS.length]!;
    const band = [
      ...points.map(({ high }, at) => `${round(x(at))} ${round(y(high))}`),
      ...points.map(({ low }, at) => `${round(x(at))} ${round(y(low))}`).toReversed(),
    ];
    out.push(`<path d="M${band.join('L')}Z" fill="${colour}" opacity="0.14"/>`);
    out.push(
      `<path d="M${points.map(({ value }, at) => `${round(x(at))} ${round(y(value))}`).join('L')}" fill="none" stroke="${colour}" stroke-width="2.5"/>`,
    );
    points.forEach(({ value }, at) => {
      out.push(`<circle cx="${round(x(at))}" cy="${round(y(value))}" r="4" fill="${colour}"/>`);
    });
    const last = points.at(-1);
    if (last)
      out.push(
        `<text x="${round(x(points.length - 1) + 12)}" y="${round(y(last.value) + 4)}" fill="${colour}" font-weight="600">${name}</text>`,
      );
  });
  out.push('</svg>');
  return `${out.join('\n')}\n`;
}

const round = (value: number): number => Math.round(value * 10) / 10;
