type Point = readonly [x: number, y: number];

/** A curve through all points in turn (Catmull-Rom, drawn as Bézier pieces), as an SVG path; empty for fewer than two. */
export function trailPath(points: readonly Point[]): string {
  const [first, ...rest] = points;
  if (!first || rest.length === 0) return '';
  let path = `M${round(first[0])} ${round(first[1])}`;
  for (const [i, to] of rest.entries()) {
    const from = points[i] ?? first;
    const before = points[i - 1] ?? from;
    const after = points[i + 2] ?? to;
    const control = (a: Point, b: Point, c: Point, sign: 1 | -1): string =>
      `${round(a[0] + (sign * (c[0] - b[0])) / 6)} ${round(a[1] + (sign * (c[1] - b[1])) / 6)}`;
    path += `C${control(from, before, to, 1)} ${control(to, from, after, -1)} ${round(to[0])} ${round(to[1])}`;
  }
  return path;
}

const round = (value: number): number => Math.round(value * 10) / 10;
