/**
 * Whether the player is light: what a first visit loads, Lighthouse, presses at a slow CPU, frames while the list
 * re-orders, the heap, and from a press to the first frame with the new order; embedded, and on Kafka and Redis.
 * `npm run bench -- paint [--quick] [--json] [--only weight,lighthouse,interactions,frames,heap,gestures]
 * [--setting embedded,distributed] [--gestures 120] [--minutes 5]`; `--minutes 60` measures the heap's whole hour.
 */
import { parseArgs } from 'node:util';
import type { Browser } from '@playwright/test';
import { ensureBuilt } from '../scripts/lib/build.mjs';
import { PlainError } from '../scripts/lib/say.mjs';
import { makeScratch } from '../scripts/lib/scratch.mjs';
import { pause, progress } from './lib/progress.ts';
import { type Result, report } from './lib/results.ts';
import { startDistributed, startEmbedded } from './loop/segue.ts';
import { sampleOf } from './loop/segue-client.ts';
import { frames } from './paint/frames.ts';
import { gestures } from './paint/gestures.ts';
import { heap } from './paint/heap.ts';
import { interactions } from './paint/interactions.ts';
import { scores } from './paint/lighthouse.ts';
import { launch } from './paint/page.ts';
import { weigh } from './paint/weight.ts';

const PARTS = ['weight', 'lighthouse', 'interactions', 'frames', 'heap', 'gestures'] as const;
const SETTINGS = ['embedded', 'distributed'] as const;
const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    only: { type: 'string', default: PARTS.join(',') },
    setting: { type: 'string', default: SETTINGS.join(',') },
    gestures: { type: 'string' },
    minutes: { type: 'string' },
  },
});
const parts = chosen('--only', options.only, PARTS);
const settings = chosen('--setting', options.setting, SETTINGS);
const count = Number(options.gestures ?? (options.quick ? 10 : 120));
const minutes = Number(options.minutes ?? (options.quick ? 0.5 : 5));

await ensureBuilt();
const scratch = makeScratch('bench-paint');
const results: Result[] = [];
let chromiumVersion = '';
let failed = false;
try {
  for (const setting of settings) {
    progress(`Starting, ${setting} …`);
    const segue =
      setting === 'embedded'
        ? await startEmbedded({ tracks: 2_000, folder: scratch.path })
        : await startDistributed({ tracks: 2_000, web: 1 });
    const { url, metricsUrls } = segue;
    try {
      while ((await sampleOf(url)).slate.teaching !== null) await pause(1_000);
      for (const part of parts) {
        // What the pages are is the same in both settings; what a gesture takes is not.
        if (setting === 'distributed' && part !== 'gestures' && settings.length > 1) continue;
        progress(`${part} …`);
        // A browser of its own for each: what one leaves behind is in no other's figures, and one that dies takes no other with it.
        const browser = await launch();
        chromiumVersion = browser.version();
        try {
          results.push(...(await measured(part, browser, { url, metricsUrls, setting })));
        } catch (cause) {
          failed = true;
          progress(`${part} was not measured: ${cause instanceof Error ? cause.message : String(cause)}`);
        } finally {
          await browser.close();
        }
      }
    } finally {
      await segue.stop();
    }
  }
  report({ bench: 'paint', versions: { chromium: chromiumVersion }, results, quick: options.quick, json: options.json });
} finally {
  scratch.remove();
}
process.exit(failed ? 1 : 0);

interface At {
  readonly url: string;
  readonly metricsUrls: readonly string[];
  readonly setting: (typeof SETTINGS)[number];
}

function measured(part: (typeof PARTS)[number], browser: Browser, { url, metricsUrls, setting }: At): Promise<Result[]> {
  switch (part) {
    case 'weight':
      return weigh(browser, url);
    case 'lighthouse':
      return scores(url);
    case 'interactions':
      return interactions(browser, url, options.quick ? 1 : 6);
    case 'frames':
      return frames(browser, url, options.quick ? 5 : 30);
    case 'heap':
      return heap(browser, url, minutes);
    case 'gestures':
      return gestures(browser, { url, metricsUrls, count, setting: setting === 'embedded' ? 'embedded' : 'Kafka and Redis' });
  }
}

function chosen<T extends string>(option: string, text: string, known: readonly T[]): T[] {
  const names = text.split(',');
  const wrong = names.filter((name) => !known.some((one) => one === name));
  if (wrong.length > 0) throw new PlainError(`${option} ${wrong.join(', ')}: there are ${known.join(', ')}`);
  return known.filter((name) => names.includes(name));
}
