/** A series as the figures name it, taken apart: `name{label="value",…}`. */
export interface Series {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** All series of one name, of one instance's values. */
export function seriesNamed(name: string, values: Readonly<Record<string, number>>): Series[] {
  return Object.entries(values)
    .filter(([series]) => series.startsWith(`${name}{`))
    .map(([series, value]) => ({
      labels: Object.fromEntries([...series.matchAll(/([a-z_]+)="([^"]*)"/g)].map(([, label, of]) => [label ?? '', of ?? ''])),
      value,
    }));
}
