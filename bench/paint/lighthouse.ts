import lighthouse, { desktopConfig } from 'lighthouse';
import { freePort } from '../../scripts/lib/ports.mjs';
import { type Result, result } from '../lib/results.ts';
import { launch } from './page.ts';

const TARGETS = { performance: 95, accessibility: 100 } as const;

/** Lighthouse on the player, desktop, in a Chromium of its own; and what it found where a score is not full. */
export async function scores(url: string): Promise<Result[]> {
  const port = await freePort();
  const browser = await launch([`--remote-debugging-port=${port}`]);
  try {
    const run = await lighthouse(url, { port, onlyCategories: Object.keys(TARGETS), logLevel: 'error' }, desktopConfig);
    if (!run) throw new Error('Lighthouse gave no report');
    const { categories, audits } = run.lhr;
    const row = { case: 'Lighthouse', setting: 'desktop' } as const;
    const scored = Object.entries(TARGETS).map(([name, least]) => {
      const value = Math.round((categories[name]?.score ?? 0) * 100);
      return result({ ...row, metric: name, value, unit: 'of 100', target: `at least ${least}`, met: value >= least });
    });
    const measured = (
      ['first-contentful-paint', 'largest-contentful-paint', 'total-blocking-time', 'cumulative-layout-shift'] as const
    ).map((name) =>
      result({
        ...row,
        metric: name,
        value: audits[name]?.numericValue ?? Number.NaN,
        unit: name === 'cumulative-layout-shift' ? '' : 'ms',
      }),
    );
    const failing = Object.entries(categories).flatMap(([name, { auditRefs }]) =>
      auditRefs
        .filter(({ id, weight }) => weight > 0 && (audits[id]?.score ?? 1) < (name === 'accessibility' ? 1 : 0.9))
        .map(({ id }) => result({ ...row, metric: `found: ${id}`, value: audits[id]?.score ?? 0, unit: 'of 1' })),
    );
    return [...scored, ...measured, ...failing];
  } finally {
    await browser.close();
  }
}
