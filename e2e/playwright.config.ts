import { defineConfig } from '@playwright/test';
import { chromiumProgram, headlessProgram } from '../scripts/lib/chromium.mjs';
import { which } from '../scripts/lib/run.mjs';
import type { Setting } from './server.ts';

// Who wants to look on needs windows.
if (['--headed', '--ui', '--debug'].some((flag) => process.argv.includes(flag))) process.env['CHROMIUM'] ||= chromiumProgram() ?? '';
const headless = headlessProgram();
/** The first journeys are gone in the browser that people have, whatever the others are gone in. */
const inWholeBrowser = ['listening.spec.ts', 'browser.embedded.spec.ts'];
/** Without these there is no fleet to test; `npm test` sets them, and says so where it cannot. */
const hasServices = ['KAFKA_BROKERS', 'REDIS_URL', 'DATABASE_URL'].every((name) => process.env[name]);
/** A page and its api have one address in a fleet, which is nginx's. */
const hasFleet = hasServices && which('nginx') !== null;

export default defineConfig<object, { readonly setting: Setting }>({
  testDir: '.',
  // Of a machine that is busy with something else: what is asserted does not depend on it.
  timeout: 180_000,
  expect: { timeout: 30_000 },
  retries: 0,
  workers: 2,
  fullyParallel: false,
  outputDir: 'test-results',
  globalSetup: './seeded-home.ts',
  projects: [
    // The one that runs a file at a time begins: the other worker takes embedded ones beside it, and in the end both do.
    ...(hasFleet ? [{ name: 'distributed', workers: 1, testIgnore: '*.embedded.spec.ts', use: { setting: 'distributed' as const } }] : []),
    { name: 'embedded', testIgnore: ['*.distributed.spec.ts', ...inWholeBrowser], use: { setting: 'embedded' } },
    {
      name: 'whole-browser',
      testMatch: inWholeBrowser,
      use: { setting: 'embedded', launchOptions: launchOptions(chromiumProgram()) },
    },
  ],
  use: {
    actionTimeout: 30_000,
    viewport: { width: 1280, height: 800 },
    // Filming every page took a quarter of the processor's time. Without it a trace has the page as it was before and after each
    // step, and not what moved in between.
    trace: { mode: 'retain-on-failure', screenshots: false },
    screenshot: 'only-on-failure',
    launchOptions: launchOptions(headless),
  },
});

function launchOptions(program: string | null) {
  return {
    ...(program ? { executablePath: program } : {}),
    args: [
      '--no-sandbox',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--mute-audio',
    ],
  };
}
