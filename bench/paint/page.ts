import { type Browser, type BrowserContext, type CDPSession, chromium, type Page } from '@playwright/test';
import { chromiumProgram } from '../../scripts/lib/chromium.mjs';
import { pause } from '../lib/progress.ts';

/** How long a slate may take until the next gesture is made without it. */
const WAIT_MS = 10_000;
/** A skip before the first sound is none: what plays is heard for so long before it is left. */
const HEARD_MS = 600;

export function launch(args: readonly string[] = []): Promise<Browser> {
  const program = chromiumProgram();
  return chromium.launch({ ...(program ? { executablePath: program } : {}), args: ['--no-sandbox', '--mute-audio', ...args] });
}

/** The player, open, playing, and what its page tells the server of each paint: `gestureToPaintMs`, as the page measured it. */
export interface OpenPlayer {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly devtools: CDPSession;
  readonly tookMs: number[];
  /** Skips so many times; each waits for the paint of the one before it. */
  skip(count: number, everyMs?: number): Promise<void>;
}

export async function openPlayer(browser: Browser, url: string): Promise<OpenPlayer> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  const tookMs: number[] = [];
  // What was measured is read where it leaves the page.
  page.on('websocket', (socket) =>
    socket.on('framesent', ({ payload }) => {
      const measured = /"gestureToPaintMs":([\d.]+)/.exec(String(payload))?.[1];
      if (measured) tookMs.push(Number(measured));
    }),
  );
  await page.goto(url);
  await page.getByText('Live', { exact: true }).waitFor({ timeout: 60_000 });
  await page.getByRole('button', { name: 'Play', exact: true }).first().click();
  const sounding = page.locator('[data-testid=player][data-state=playing]');
  await sounding.waitFor();
  const button = page.getByRole('button', { name: 'Skip', exact: true }).first();
  return {
    page,
    context,
    devtools,
    tookMs,
    async skip(count, everyMs = HEARD_MS) {
      for (let i = 0; i < count; i++) {
        const seen = tookMs.length;
        await sounding.waitFor();
        const startMs = performance.now();
        await button.click();
        while (tookMs.length === seen && performance.now() < startMs + WAIT_MS) await pause(10);
        await pause(Math.max(HEARD_MS, everyMs - (performance.now() - startMs)));
      }
    },
  };
}
