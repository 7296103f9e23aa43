import type { Signal } from './signal.ts';

const WEIGHT = 0.45;
/** What it keeps after a pause, where the long-term fit knows what the listener enjoyed: the fit takes back what is only popular. */
const KEPT_BESIDE_LONG_TERM = 0.15;

/** Decayed listens, on a log scale against the most heard track; matters less the better the listener is known. */
export const popularity: Signal = {
  name: 'popularity',
  group: 'popular',
  score: ({ model, mostListens, confidence, presence, lasting }, rows, out) => {
    const kept = lasting.byWeight.most > 0 ? presence + (1 - presence) * KEPT_BESIDE_LONG_TERM : 1;
    const scale = (WEIGHT * kept * (1 - 0.6 * confidence)) / Math.log1p(mostListens);
    for (let i = 0; i < rows.length; i++) out[i] = scale * Math.log1p(model.popularityAt(rows[i]!));
  },
};
