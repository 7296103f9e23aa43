import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from '@playwright/test';
import sharp from 'sharp';
import { chromiumProgram } from '../scripts/lib/chromium.mjs';
import { heard, rowsOf, untilLive } from './fixtures.ts';
import { launchSolo } from './solo.ts';

/** Where the README and the pages under `docs` look for them. */
const FOLDER = join(import.meta.dirname, '..', 'docs', 'images');
const WIDE = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844 };
const DASHBOARD = { width: 1440, height: 1100 };
const FILM = { width: 1280, height: 760 };
const FILM_WIDTH = 960;
/** The demo as `npm start` brings it. */
const DEMO = { SEGUE_TRACKS: '2000', SEGUE_SIMULATED: '300' };

/** How long rows travel, how far apart the frames are, and how long each is shown: at half the speed. */
const TRAVEL_MS = 260;
const STEP_MS = 26;
const SHOWN_MS = 52;
/** How long a row says that it moved. */
const MARKS_FADE_MS = 6_000;

/** How long a dashboard is watched before its picture is taken, and what happens meanwhile. */
const WATCHED_MS = 75_000;
const SKIPS_APART_MS = 1_500;

type Theme = 'dark' | 'light';

// npm run pictures: makes the project's pictures anew, from a demo of its own. Needs what `npm run build` made.
const home = await mkdtemp(join(tmpdir(), 'segue-pictures-'));
await mkdir(FOLDER, { recursive: true });
const solo = await launchSolo(home, '0', DEMO);
const browser = await launch();
try {
  say('teaching the demo listeners');
  await solo.teach();
  for (const theme of ['dark', 'light'] as const) {
    await still(`first-visit-${theme}`, { theme, size: WIDE }, async () => {});
    await still(`player-${theme}`, { theme, size: WIDE }, listenAWhile);
    await still(`phone-${theme}`, { theme, size: PHONE }, listenAWhile);
    await still(`dashboard-${theme}`, { theme, size: DASHBOARD }, watchAWhile);
  }
  await film('skip.webp');
} finally {
  await browser.close();
  await solo.end('SIGTERM');
  await rm(home, { recursive: true, force: true });
}

/** A minute of a listener: a track liked, another one played, two pinned, a skip. The last gesture is what the picture shows. */
async function listenAWhile(page: Page): Promise<void> {
  await press(page, 'Play');
  await likeWhatPlays(page);
  // By its title: on a phone that is what a finger finds.
  await rowsOf(page).nth(2).getByRole('link').click();
  await heard(page);
  await untilPlaying(page);
  // The first of them is what the skip plays.
  await pin(page, 4);
  await pin(page, 5);
  await press(page, 'Skip');
  await heard(page);
  await page.mouse.move(0, 0);
  await page.evaluate(() => scrollTo(0, 0));
}

/** A dashboard over a listener who skips now and then, for as long as its lines need to be lines. */
async function watchAWhile(page: Page): Promise<void> {
  const listener = await page.context().newPage();
  await listener.goto(solo.url);
  await untilLive(listener);
  await press(listener, 'Play');
  await page.goto(`${solo.url}/dashboard`);
  const until = Date.now() + WATCHED_MS;
  while (Date.now() < until) {
    await press(listener, 'Skip');
    await heard(listener);
    await listener.waitForTimeout(SKIPS_APART_MS);
  }
  await page.bringToFront();
  await page.mouse.move(0, 0);
}

/** By the row's button, or on a phone by its menu. */
async function pin(page: Page, place: number): Promise<void> {
  const row = rowsOf(page).nth(place);
  const button = row.getByRole('button', { name: /^Pin:/ });
  if (await button.isVisible()) await button.click();
  else {
    await row.getByRole('button', { name: /^More:/ }).click();
    await page.getByRole('menuitem', { name: 'Pin', exact: true }).click();
  }
  await heard(page);
}

/** Presses it, and waits for sound: what is left before its first sound was not skipped. */
async function press(page: Page, name: 'Play' | 'Skip'): Promise<void> {
  await page.getByTestId('player').getByRole('button', { name, exact: true }).click();
  await untilPlaying(page);
}

async function untilPlaying(page: Page): Promise<void> {
  await page.locator('[data-testid="player"][data-state="playing"]').waitFor();
}

async function likeWhatPlays(page: Page): Promise<void> {
  await page.getByTestId('player').getByRole('button', { name: 'Like', exact: true }).click();
  await heard(page);
}

interface Look {
  readonly theme: Theme;
  readonly size: { readonly width: number; readonly height: number };
}

async function still(name: string, look: Look, act: (page: Page) => Promise<void>): Promise<void> {
  say(name);
  const page = await guestPage(look);
  await act(page);
  if (look.size === WIDE) await page.locator('[data-testid="map"][data-state="drawn"]').waitFor();
  await page.evaluate(() => document.fonts.ready);
  const picture = await page.screenshot();
  // All colours: of a palette the faint washes would be bands.
  await sharp(picture)
    .png({ compressionLevel: 9, effort: 10 })
    .toFile(join(FOLDER, `${name}.png`));
  await page.context().close();
}

/**
 * A skip and a like re-ordering the list. The frames are the browser's own: its animations are stopped and set to one
 * moment after another, so that the picture is as smooth from a slow machine as from a fast one.
 */
async function film(name: string): Promise<void> {
  say(name);
  const page = await guestPage({ theme: 'dark', size: FILM });
  await press(page, 'Play');
  await likeWhatPlays(page);
  const frames: { readonly picture: Buffer; readonly ms: number }[] = [];
  // Made small one by one: frames that are joined count as one tall picture.
  const shoot = async (ms: number) => {
    const picture = await sharp(await page.screenshot())
      .resize({ width: FILM_WIDTH })
      .toBuffer();
    frames.push({ picture, ms });
  };
  await stopAnimations(page);
  await shoot(1_400);
  for (const gesture of ['Skip', 'Like', 'Skip'] as const) {
    const button = page.getByTestId('player').getByRole('button', { name: gesture, exact: true });
    await button.hover();
    await shoot(700);
    await button.click();
    await page.waitForFunction(() => {
      const { lastEvent, lastSent } = document.querySelector<HTMLElement>('[data-testid="list"]')?.dataset ?? {};
      return lastEvent === lastSent;
    });
    for (let ms = 0; ms <= TRAVEL_MS; ms += STEP_MS) {
      await setAnimations(page, ms);
      await shoot(SHOWN_MS);
    }
    await letAnimationsEnd(page);
    await untilPlaying(page);
    await shoot(2_600);
  }
  await sharp(
    frames.map(({ picture }) => picture),
    { join: { animated: true } },
  )
    .webp({ delay: frames.map(({ ms }) => ms), loop: 0, quality: 72, effort: 4 })
    .toFile(join(FOLDER, name));
  await page.context().close();
}

/** Animations wait to be set, and marks stay: taking the frames takes longer than what is in them. */
async function stopAnimations(page: Page): Promise<void> {
  await page.evaluate((fadeMs) => {
    const later = window.setTimeout.bind(window);
    window.setTimeout = ((handler: () => void, ms?: number) => later(handler, ms === fadeMs ? fadeMs * 100 : ms)) as never;
    const { animate } = Element.prototype;
    Element.prototype.animate = function (this: Element, ...args) {
      const animation = animate.apply(this, args);
      animation.pause();
      return animation;
    };
  }, MARKS_FADE_MS);
}

async function setAnimations(page: Page, ms: number): Promise<void> {
  await page.evaluate((at) => {
    for (const animation of document.getAnimations()) {
      animation.pause();
      animation.currentTime = at;
    }
  }, ms);
}

async function letAnimationsEnd(page: Page): Promise<void> {
  await page.evaluate(() => {
    for (const animation of document.getAnimations()) {
      // The washes of what moved stay as they are in the first second.
      if (!(animation instanceof CSSAnimation)) animation.finish();
    }
  });
}

async function guestPage({ theme, size }: Look): Promise<Page> {
  const context = await browser.newContext({ viewport: size, colorScheme: theme, deviceScaleFactor: size === PHONE ? 2 : 1 });
  const page = await context.newPage();
  await page.goto(solo.url);
  await untilLive(page);
  return page;
}

function launch(): Promise<Browser> {
  const path = chromiumProgram();
  return chromium.launch({ args: ['--no-sandbox', '--mute-audio'], ...(path ? { executablePath: path } : {}) });
}

function say(what: string): void {
  process.stdout.write(`${what} …\n`);
}
