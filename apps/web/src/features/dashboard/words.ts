import type { ExperimentView, Figure, OperatorView, Origin, OriginView } from '@segue/core/events';

export const STEP_NAMES: Readonly<Record<string, string>> = {
  page: 'page',
  client_to_api: 'to the api',
  append: 'append',
  wait: 'wait',
  learn: 'learn',
  store: 'store',
  notice: 'notice',
  store_and_notice: 'store, notice',
  rank: 'rank',
  push: 'push',
  paint: 'paint',
};

/** What the hottest step is, and where it happens. */
export const STEP_PLACES: Readonly<Record<string, string>> = {
  client_to_api: 'the way to the api',
  append: 'append, at the log',
  wait: 'waiting in the log',
  learn: 'learn, at the worker',
  store: 'store',
  notice: 'notice, worker to api',
  rank: 'rank, at the api',
  push: 'push, to the browser',
  paint: 'paint, in the browser',
};

export const ORIGIN_NAMES: Readonly<Record<Origin, string>> = {
  person: 'Real',
  simulated: 'Simulated',
  imported: 'Imported',
  probe: 'Probe',
};

/** One place below ten, two below one, whole ms above, seconds from one on. */
export function msText(ms: number | null): string {
  if (ms === null) return '–';
  if (ms >= 1_000) return `${(ms / 1_000).toPrecision(2)} s`;
  return `${ms >= 10 ? Math.round(ms) : ms >= 1 ? ms.toFixed(1) : ms.toFixed(2)} ms`;
}

export const countText = (count: number): string => Math.round(count).toLocaleString('en');
/** `5 min`, `1 h`. */
export const windowText = (seconds: number): string => (seconds < 3_600 ? `${seconds / 60} min` : `${seconds / 3_600} h`);

/** What a chart of quantiles shows, for whoever does not see it: each line's last value and how far it ranged. */
export function chartText(history: OriginView['history'], windowSeconds: number): string {
  const lines = (['p50', 'p95', 'p99'] as const).flatMap((name) => {
    const known = history.flatMap((moment) => moment[name] ?? []);
    const last = known.at(-1);
    if (last === undefined) return [];
    return [`${name} last ${msText(last)}, between ${msText(Math.min(...known))} and ${msText(Math.max(...known))}`];
  });
  return `Over the last ${windowText(windowSeconds)}: ${lines.join('; ') || 'nothing yet'}.`;
}

/** How long the oldest waits: the api looks every two seconds, and does not say more than that tells. */
export function lagSecondsText(events: number, seconds: number): string {
  if (events === 0) return '0 s';
  return seconds < 2 ? 'under 2 s' : `${Math.round(seconds)} s`;
}

export const shareText = (share: number): string => `${Math.round(share * 100)} %`;

/** What stands where a figure has too few samples to be one. */
export function fewText({ n }: Figure): string | null {
  return n < 100 ? `n ${n}: too few for a p99` : null;
}

export function spanText(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1_000));
  return seconds < 90 ? `${seconds} s` : seconds < 5_400 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3_600)} h`;
}

export const ageText = (ms: number): string => `${spanText(ms)} ago`;

/** The verdict as it is read aloud: it changes with what is the matter, and not with every figure. */
export function healthText({ healthy, instances, lag }: Pick<OperatorView, 'healthy' | 'instances' | 'lag'>): string {
  if (healthy === null) return 'Too quiet to say how fast.';
  if (healthy) return 'Healthy.';
  const down = new Set(instances.filter(({ silent }) => !silent).flatMap((one) => one.down));
  const troubles = [
    // Instances are heard through the log: without it nobody knows whether they are silent.
    ...instances.filter(({ silent }) => silent && !down.has('log')).map(({ instance }) => `${instance} is silent`),
    ...[...down].map((part) => `the ${part} does not answer`),
    ...(lag.some(({ trend }) => trend === 'rising') ? ['learning falls behind'] : []),
  ];
  return `Not healthy: ${troubles.join('; ') || 'gestures take too long'}.`;
}

/** People first; else whoever there is most of. */
export function mainOriginOf(origins: readonly OriginView[]): Origin | null {
  const measured = ({ slate, painted }: OriginView): number => slate.n + painted.n;
  const seen = [...origins].sort((a, b) => measured(b) - measured(a));
  return (seen.find((one) => one.origin === 'person' && measured(one) > 0) ?? seen[0])?.origin ?? null;
}

/** An effect with its interval: points of a hundred for shares, as it is for a preference. */
export function effectText(effect: ExperimentView['effect'], how: ExperimentView['how']): string {
  if (!effect) return '–';
  const text = (value: number) => {
    const rounded = how === 'ab' ? (value * 100).toFixed(1) : value.toFixed(2);
    return value > 0 ? `+${rounded}` : rounded;
  };
  return `${text(effect.value)} (${text(effect.low)} to ${text(effect.high)})`;
}

/** What the interval allows to say. */
export function verdictText(effect: ExperimentView['effect']): string {
  if (!effect) return 'too few';
  if (effect.low > 0) return 'better';
  return effect.high < 0 ? 'worse' : 'open';
}
