import type { Server } from './server.ts';

/** What every instance's `/metrics` says of one step of people's gestures, summed: counts up to each bound, and of all. */
export async function stepIn(server: Server, step: string): Promise<{ readonly n: number; readonly upTo: ReadonlyMap<number, number> }> {
  const upTo = new Map<number, number>();
  for (const url of instancesOf(server)) {
    const text = await (await fetch(`${url}/metrics`)).text();
    for (const line of text.split('\n')) {
      const [series = '', value = '0'] = line.split(' ');
      if (!series.startsWith('segue_step_seconds_bucket{')) continue;
      const label = (name: string) => new RegExp(`[{,]${name}="([^"]*)"`).exec(series)?.[1];
      if (label('step') !== step || label('origin') !== 'person' || label('delayed') !== 'false') continue;
      const bound = label('le') === '+Inf' ? Number.POSITIVE_INFINITY : Number(label('le')) * 1_000;
      upTo.set(bound, (upTo.get(bound) ?? 0) + Number(value));
    }
  }
  return { n: upTo.get(Number.POSITIVE_INFINITY) ?? 0, upTo };
}

/** The bucket that a share of the gestures lies in, ms. */
export function bucketOf({ n, upTo }: Awaited<ReturnType<typeof stepIn>>, share: number): readonly [fromMs: number, toMs: number] {
  const bounds = [...upTo.keys()].sort((a, b) => a - b);
  const at = bounds.findIndex((bound) => (upTo.get(bound) ?? 0) >= n * share);
  return [bounds[at - 1] ?? 0, bounds[at] ?? Number.POSITIVE_INFINITY];
}

/** What `/metrics` of every instance says under a name, of the series that carry these labels. */
export async function gaugesIn(
  server: Server,
  name: string,
  carrying: Readonly<Record<string, string>>,
): Promise<{ readonly labels: Readonly<Record<string, string>>; readonly value: number }[]> {
  const found = [];
  for (const url of instancesOf(server)) {
    const text = await (await fetch(`${url}/metrics`)).text();
    for (const [, inner = '', value = '0'] of text.matchAll(new RegExp(`^${name}\\{([^}]*)\\} (\\S+)`, 'gm'))) {
      const labels = Object.fromEntries([...inner.matchAll(/(\w+)="([^"]*)"/g)].map(([, label = '', of = '']) => [label, of]));
      if (Object.entries(carrying).every(([label, of]) => labels[label] === of)) found.push({ labels, value: Number(value) });
    }
  }
  return found;
}

const instancesOf = (server: Server): string[] =>
  server.setting === 'embedded' ? [server.url] : [...server.apis, ...server.workers].map(({ url }) => url);
