import { ORIGINS, type RankerView } from '@segue/core/events';
import { seriesNamed } from './series.ts';

type Values = Readonly<Record<string, number>>;

/** How each ranker does, best first: the mean over instances, each as heavy as its outcomes. */
export function rankersOf(instances: readonly Values[], nowMs: number): RankerView[] {
  const sums = new Map<
    string,
    { ranker: string; origin: RankerView['origin']; n: number; loss: number; area: number; areaN: number; lastMs: number }
  >();
  for (const values of instances) {
    const of = (name: string, labels: Readonly<Record<string, string>>) =>
      seriesNamed(name, values).find(({ labels: own }) => Object.entries(labels).every(([label, value]) => own[label] === value))?.value;
    for (const { labels, value: n } of seriesNamed('segue_ranker_outcomes', values)) {
      const origin = ORIGINS.find((one) => one === labels['origin']);
      const { ranker } = labels;
      if (!origin || !ranker || n === 0) continue;
      const key = `${origin}/${ranker}`;
      const sum = sums.get(key) ?? { ranker, origin, n: 0, loss: 0, area: 0, areaN: 0, lastMs: 0 };
      const auc = of('segue_ranker_auc', { ranker, origin });
      sum.n += n;
      sum.loss += n * (of('segue_ranker_log_loss', { ranker, origin }) ?? 0);
      if (auc !== undefined) {
        sum.area += n * auc;
        sum.areaN += n;
      }
      sum.lastMs = Math.max(sum.lastMs, (of('segue_ranker_last_outcome_seconds', { origin }) ?? 0) * 1000);
      sums.set(key, sum);
    }
  }
  return [...sums.values()]
    .map(({ ranker, origin, n, loss, area, areaN, lastMs }) => ({
      ranker,
      origin,
      n,
      logLoss: loss / n,
      auc: areaN > 0 ? area / areaN : null,
      ageMs: Math.max(0, nowMs - lastMs),
    }))
    .sort((a, b) => a.logLoss - b.logLoss || (a.ranker < b.ranker ? -1 : 1));
}
