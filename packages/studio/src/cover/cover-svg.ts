import { createRandom, type Random } from '../hash.ts';

export interface CoverSubject {
  readonly seed: number;
  /** Tonic, 0 to 11. */
  readonly key: number;
  /** 0 to 1. */
  readonly energy: number;
}

type Figure = (palette: Palette, energy: number, random: Random) => string;

interface Palette {
  readonly hue: number;
  /** A light colour of the figure, from 0 (the key's own hue) to 1 (its neighbour). */
  ink(place: number, light?: number): string;
}

const FIGURES: readonly Figure[] = [waves, bars, arcs, halfMoon];

/** The picture of a track: seed gives the figure, key the hue, energy how dense it is. Drawn on 100 x 100. */
export function coverSvg({ seed, key, energy }: CoverSubject, size = 100): string {
  const random = createRandom('cover', seed);
  const figure = random.pick(FIGURES);
  // Neighbours on the circle of fifths look alike, as they sound alike.
  const hue = ((key * 7) % 12) * 30 + random.between(-9, 9);
  const turn = random.pick([-70, -45, 45, 70, 150]);
  const palette: Palette = {
    hue,
    ink: (place, light = 62) => hsl(hue + turn * place, 78 + 14 * energy, light + 12 * place),
  };
  const id = `c${seed.toString(36)}${key}${Math.round(energy * 1000).toString(36)}`;
  const ground =
    `<linearGradient id="${id}" x1="${random.chance(0.5) ? 0 : 1}" y1="0" x2="${random.chance(0.5) ? 1 : 0.5}" y2="1">` +
    `<stop offset="0" stop-color="${hsl(hue + turn * 0.5 + 180, 48, 24)}"/><stop offset="1" stop-color="${hsl(hue + 200, 55, 11)}"/></linearGradient>`;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100" width="${size}" height="${size}" role="img" aria-hidden="true">` +
    `<defs>${ground}<clipPath id="${id}k"><rect width="100" height="100"/></clipPath></defs>` +
    `<rect width="100" height="100" fill="url(#${id})"/><g clip-path="url(#${id}k)">${figure(palette, energy, random)}</g></svg>`
  );
}

/** Ribbons from side to side, thicker where they swell. */
function waves({ ink }: Palette, energy: number, random: Random): string {
  const count = 4 + Math.round(energy * 4);
  const phase = random.between(0, 6.28);
  const bend = random.between(2.5, 7) * (0.7 + energy * 0.5);
  const rate = random.between(0.035, 0.075);
  let out = '';
  for (let i = 0; i < count; i++) {
    const y = 14 + (72 * (i + 0.5)) / count;
    const thick = (46 / count) * random.between(0.6, 1.15);
    const top: string[] = [];
    const low: string[] = [];
    for (let x = -4; x <= 104; x += 6) {
      const sway = Math.sin(x * rate + phase + i * 0.55) * bend + Math.sin(x * rate * 2.3 + i) * bend * 0.25;
      const swell = thick * (0.75 + 0.35 * Math.sin(x * 0.045 + i * 1.3 + phase));
      top.push(`${round(x)} ${round(y + sway - swell / 2)}`);
      low.unshift(`${round(x)} ${round(y + sway + swell / 2)}`);
    }
    out += `<path d="M${smooth(top)}L${smooth(low)}Z" fill="${ink(i / Math.max(1, count - 1))}"/>`;
  }
  return out;
}

/** Standing bars, as of a sound that was caught. */
function bars({ ink }: Palette, energy: number, random: Random): string {
  const count = 7 + Math.round(energy * 6);
  const step = 80 / count;
  const width = step * random.between(0.42, 0.58);
  const phase = random.between(0, 6.28);
  const rate = random.between(0.5, 1.1);
  let out = '';
  for (let i = 0; i < count; i++) {
    const wave = 0.5 + 0.5 * Math.sin(i * rate + phase);
    const height = Math.max(10, 18 + wave * (34 + 22 * energy) * random.between(0.7, 1.1));
    out += `<rect x="${round(10 + i * step + (step - width) / 2)}" y="${round(50 - height / 2)}" width="${round(width)}" height="${round(height)}" rx="${round(width / 2)}" fill="${ink(i / (count - 1))}"/>`;
  }
  return out;
}

/** Rings around a corner or the middle, each cut to an arc of its own. */
function arcs({ ink }: Palette, energy: number, random: Random): string {
  const count = 4 + Math.round(energy * 4);
  const [cx, cy] = random.pick([
    [50, 50],
    [50, 50],
    [12, 88],
    [88, 88],
    [50, 96],
    [14, 14],
  ] as const);
  const centred = cx === 50 && cy === 50;
  const reach = centred ? 42 : 92;
  const step = reach / (count + 0.4);
  let out = '';
  for (let i = 0; i < count; i++) {
    const r = step * (i + 0.9);
    const pen = `fill="none" stroke="${ink(i / Math.max(1, count - 1))}" stroke-width="${round(step * random.between(0.42, 0.66))}"`;
    if (!centred) {
      out += `<circle cx="${cx}" cy="${cy}" r="${round(r)}" ${pen}/>`;
      continue;
    }
    const from = random.between(0, 6.28);
    const sweep = random.between(2.4, 5.2);
    const end = `${round(cx + r * Math.cos(from + sweep))} ${round(cy + r * Math.sin(from + sweep))}`;
    out += `<path d="M${round(cx + r * Math.cos(from))} ${round(cy + r * Math.sin(from))}A${round(r)} ${round(r)} 0 ${sweep > Math.PI ? 1 : 0} 1 ${end}" ${pen} stroke-linecap="round"/>`;
  }
  return out;
}

/** Half a disc, a smaller whole one rising from it, and lines of sea where there is energy. */
function halfMoon({ ink }: Palette, energy: number, random: Random): string {
  const cx = random.between(42, 52);
  const cy = random.between(48, 56);
  const r = random.between(28, 34);
  const tilt = random.pick([-40, -25, -12, 12, 25, 40]);
  const small = r * random.between(0.38, 0.5);
  const angle = random.between(-2.3, -0.8);
  const sx = cx + Math.cos(angle) * r * 0.55;
  const sy = cy + Math.sin(angle) * r * 0.62;
  const lines = Math.round(energy * 7);
  let out = `<path d="M${round(cx - r)} ${round(cy)}A${round(r)} ${round(r)} 0 0 0 ${round(cx + r)} ${round(cy)}Z" transform="rotate(${round(tilt)} ${round(cx)} ${round(cy)})" fill="${ink(0.15)}"/>`;
  out += `<circle cx="${round(sx)}" cy="${round(sy)}" r="${round(small)}" fill="${ink(1, 74)}"/>`;
  for (let i = 0; i < lines; i++) {
    const y = 94 - i * 4.2;
    const inset = random.between(6, 30);
    out += `<path d="M${round(inset)} ${round(y)}H${round(100 - random.between(6, 30))}" stroke="${ink(0.4 + (0.6 * i) / lines, 58)}" stroke-width="1.5" stroke-linecap="round" opacity="0.75"/>`;
  }
  return out;
}

/** A curve through points, each halfway point a knot. */
function smooth(points: readonly string[]): string {
  const [first, ...rest] = points;
  let out = first!;
  for (let i = 0; i < rest.length - 1; i++) {
    const [x1, y1] = rest[i]!.split(' ').map(Number) as [number, number];
    const [x2, y2] = rest[i + 1]!.split(' ').map(Number) as [number, number];
    out += `Q${x1} ${y1} ${round((x1 + x2) / 2)} ${round((y1 + y2) / 2)}`;
  }
  return `${out}L${rest.at(-1)}`;
}

function hsl(hue: number, saturation: number, light: number): string {
  return `hsl(${round(((hue % 360) + 360) % 360)} ${round(Math.min(96, saturation))}% ${round(Math.min(88, light))}%)`;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
