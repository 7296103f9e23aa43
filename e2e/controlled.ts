import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { type ControlClient, connectControl } from '@segue/control/client';
import { SHORT_TRACKS } from './server.ts';
import { launchSolo } from './solo.ts';

export interface ControlledServer {
  readonly url: string;
  readonly control: ControlClient;
  stop(): Promise<void>;
}

/** What the clock of a controlled server says when it starts. */
export const STARTS_AT = '2026-06-01T12:00:00.000Z';

/** The embedded app's build for tests, on an empty data folder and 60 tracks of 5 s, with a hand on its parts and its clock. */
export async function startControlled(env: Readonly<Record<string, string>> = {}): Promise<ControlledServer> {
  const home = await mkdtemp(join(tmpdir(), 'segue-e2e-controlled-'));
  const path = join(home, 'control');
  const settings = { ...SHORT_TRACKS, SEGUE_NOW: STARTS_AT, SEGUE_CONTROL: path, ...env };
  const solo = await launchSolo(home, '0', settings);
  await solo.teach();
  const control = await connectControl(path);
  // What was learnt reaches the lists in its own time; a worker that stops hands over all of it.
  await control.ask({ do: 'stop-worker' });
  await control.ask({ do: 'start-worker' });
  return {
    url: solo.url,
    control,
    async stop() {
      control.close();
      await solo.end('SIGTERM');
      await rm(home, { recursive: true, force: true });
    },
  };
}

/**
 * Takes chance and the speed of the machine out of a page: the outbox is the same each time (events are named by it), and
 * nothing tells how long a list was looked at.
 */
export async function fixChance(page: Page, seed = 1): Promise<void> {
  await page.addInitScript((from) => {
    crypto.getRandomValues = (array) => {
      if (array instanceof Uint8Array) array.set(array.map((_, i) => Math.imul(from + i, 0x9e37_79b1) >>> 24));
      return array;
    };
    IntersectionObserver.prototype.observe = () => {};
  }, seed);
}
