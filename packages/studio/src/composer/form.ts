import type { SectionPlan } from './genre.ts';

export interface PlacedSection {
  readonly plan: SectionPlan;
  readonly firstBar: number;
  readonly bars: number;
  readonly visit: number;
}

/** Lays a form over so many bars: sections in phrases of four where there is room, the rest to the longest. */
export function layOut(plans: readonly SectionPlan[], bars: number): PlacedSection[] {
  const unit = bars >= plans.length * 6 ? 4 : bars >= plans.length * 3 ? 2 : 1;
  if (bars < plans.length * 1.5) return [placed(fullest(plans), 0, bars, 0)];
  const total = plans.reduce((sum, { weight }) => sum + weight, 0);
  const sizes = plans.map(({ weight }) => Math.max(unit, Math.round((weight / total) * (bars / unit)) * unit));
  let left = bars - sizes.reduce((sum, size) => sum + size, 0);
  // Whole phrases first, then what is left over goes to the last section, where nobody counts.
  while (Math.abs(left) >= unit) {
    const step = left > 0 ? unit : -unit;
    let best = -1;
    let bestMiss = -Infinity;
    for (let i = 0; i < plans.length; i++) {
      if (sizes[i]! + step < unit) continue;
      const miss = ((plans[i]!.weight / total) * bars - sizes[i]!) * Math.sign(step);
      if (miss > bestMiss) {
        bestMiss = miss;
        best = i;
      }
    }
    if (best < 0) break;
    sizes[best]! += step;
    left -= step;
  }
  sizes[sizes.length - 1]! += left;
  const visits = new Map<string, number>();
  let at = 0;
  return plans.flatMap((plan, i) => {
    const size = sizes[i]!;
    if (size <= 0) return [];
    const visit = visits.get(plan.name) ?? 0;
    visits.set(plan.name, visit + 1);
    const section = placed(plan, at, size, visit);
    at += size;
    return [section];
  });
}

function fullest(plans: readonly SectionPlan[]): SectionPlan {
  return plans.reduce((best, plan) => (plan.layers.length > best.layers.length ? plan : best));
}

function placed(plan: SectionPlan, firstBar: number, bars: number, visit: number): PlacedSection {
  return { plan, firstBar, bars, visit };
}
