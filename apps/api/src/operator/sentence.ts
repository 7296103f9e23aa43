import type { Figure, OperatorView, OriginView } from '@segue/core/events';

/** Gesture to painted list, for 99 of 100: above it a person sees the list come late. */
export const HEALTHY_P99_MS = 200;
const ENOUGH = 100;

const STEP_WORDS: Readonly<Record<string, string>> = {
  client_to_api: 'the way to the api',
  append: 'append, at the log',
  wait: 'waiting in the log',
  learn: 'learn, at the worker',
  store: 'store',
  notice: 'notice, from worker to api',
  rank: 'rank, at the api',
  push: 'push, to the browser',
  paint: 'paint, in the browser',
};
const WHOSE: Readonly<Record<string, string>> = {
  person: '',
  simulated: ' of a simulated listener',
  imported: ' of an import',
  probe: ' of the probe',
};

const WHOSE_MANY: Readonly<Record<string, string>> = { ...WHOSE, simulated: ' of simulated listeners', imported: ' of imports' };

/** One sentence that can be read aloud: is it healthy, how fast, what is hot; and whether it is, null where nobody can say. */
export function sentenceOf(view: Omit<OperatorView, 'sentence' | 'healthy'>): {
  readonly sentence: string;
  readonly healthy: boolean | null;
} {
  const troubles = troublesOf(view);
  const main = mainOf(view.origins);
  const measured = main && (main.painted.n > 0 ? main.painted : main.slate);
  if (!main || !measured || measured.n < ENOUGH || measured.p50 === null || measured.p99 === null) {
    const seen = main?.gestures ?? 0;
    const whose = (main && WHOSE_MANY[main.origin]) ?? '';
    const quiet = `Too quiet to say how fast: ${seen} ${seen === 1 ? 'gesture' : 'gestures'}${whose} in ${windowIn(view.windowSeconds)}`;
    const first = measured?.p50 == null ? '' : `, ${middleOf(measured, seen, measured === main?.painted)} ${inMs(measured.p50)}`;
    return troubles.length > 0
      ? { sentence: `Not healthy: ${troubles.join('; ')}. ${quiet}${first}.`, healthy: false }
      : { sentence: `${quiet}${first}. Every part answers.`, healthy: null };
  }
  if (measured.p99 > HEALTHY_P99_MS) troubles.push(`one gesture in 100 takes over ${inMs(measured.p99)}`);
  const what = measured === main.painted ? 're-orders the list' : 'has its new list ready';
  const fast = `A gesture${WHOSE[main.origin] ?? ''} ${what} in ${inMs(measured.p50)}, for 99 of 100 in ${inMs(measured.p99)}.`;
  const hottest = [...main.steps].sort((a, b) => b.share - a.share)[0];
  const hot = `${hottest ? ` Hottest: ${STEP_WORDS[hottest.step] ?? hottest.step}.` : ''}${unusualIn(view)}`;
  return troubles.length > 0
    ? { sentence: `Not healthy: ${troubles.join('; ')}. ${fast}${hot}`, healthy: false }
    : { sentence: `Healthy. ${fast}${hot}`, healthy: true };
}

/** A middle is of what was measured: of some gestures no page tells when it painted. */
function middleOf({ n }: Figure, gestures: number, isPainted: boolean): string {
  if (n === gestures) return 'the middle one in';
  const done = isPainted ? 'painted' : 'answered';
  return n === 1 ? `the one that was ${done} in` : `the middle of ${n} that were ${done} in`;
}

function unusualIn({ unusual, instances }: Pick<OperatorView, 'unusual' | 'instances'>): string {
  if (!unusual) return '';
  const { step, service, instance, times } = unusual;
  const where = instances.some((one) => one.service === service && one.instance !== instance) ? ` on ${instance}` : '';
  return ` Unusual: ${step.replaceAll('_', ' ')}${where}, ${times.toFixed(1)} × its own hour.`;
}

function troublesOf({ instances, lag }: Pick<OperatorView, 'instances' | 'lag'>): string[] {
  const down = new Set(instances.filter((one) => !one.silent).flatMap((one) => one.down));
  // Instances are heard through the log: without it nobody knows whether they are silent.
  const silent = instances
    .filter((one) => one.silent && !down.has('log'))
    .map((one) => `${one.instance} was not heard from for ${Math.round(one.heardMsAgo / 1000)} s`);
  const rising = lag.filter((one) => one.trend === 'rising').map((one) => one.partition);
  return [
    ...silent,
    ...[...down].map((part) => `the ${part} does not answer`),
    ...(rising.length > 0 ? [`learning falls behind on partition ${rising.join(', ')}`] : []),
  ];
}

/** People first; else whoever there is most of. */
export function mainOf(origins: readonly OriginView[]): OriginView | undefined {
  const seen = origins.filter(({ slate, painted }) => slate.n + painted.n > 0);
  return seen.find(({ origin, slate }) => origin === 'person' && slate.n > 0) ?? [...seen].sort((a, b) => b.slate.n - a.slate.n)[0];
}

const windowIn = (seconds: number): string => (seconds < 3_600 ? `${seconds / 60} min` : 'an hour');

/** Two figures: more would pretend to know. */
export function inMs(ms: number): string {
  if (ms >= 1_000) return `${(ms / 1_000).toPrecision(2)} s`;
  return `${ms >= 10 ? Math.round(ms) : ms.toPrecision(2)} ms`;
}
