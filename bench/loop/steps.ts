/** Sum in s and count of each step's histogram, over all origins and processes. */
export type Steps = ReadonlyMap<string, { readonly seconds: number; readonly count: number }>;

/** Reads `segue_step_seconds` from the `/metrics` of each process. */
export async function stepsOf(urls: readonly string[]): Promise<Steps> {
  const steps = new Map<string, { seconds: number; count: number }>();
  for (const url of urls) {
    const text = await metricsOf(url);
    for (const [, kind, step = '', value] of text.matchAll(/^segue_step_seconds_(sum|count)\{.*?step="(\w+)".*\} (\S+)$/gm)) {
      const of = steps.get(step) ?? { seconds: 0, count: 0 };
      if (kind === 'sum') of.seconds += Number(value);
      else of.count += Number(value);
      steps.set(step, of);
    }
  }
  return steps;
}

/** CPU seconds of the indexes of the nearest, over all processes; 0 where there is none. */
export async function indexSecondsOf(urls: readonly string[]): Promise<number> {
  let seconds = 0;
  for (const url of urls) {
    const [, value] = (await metricsOf(url)).match(/^segue_index_busy_seconds\{.*\} (\S+)$/m) ?? [];
    seconds += Number(value ?? 0);
  }
  return seconds;
}

const metricsOf = async (url: string): Promise<string> => (await fetch(`${url}/metrics`, { signal: AbortSignal.timeout(10_000) })).text();

/** Mean ms of each step between two readings; steps that did not happen are left out. */
export function meansBetween(before: Steps, after: Steps): [step: string, meanMs: number][] {
  return [...after].flatMap(([step, { seconds, count }]): [string, number][] => {
    const old = before.get(step) ?? { seconds: 0, count: 0 };
    return count > old.count ? [[step, ((seconds - old.seconds) / (count - old.count)) * 1000]] : [];
  });
}
