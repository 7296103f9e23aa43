import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launchSolo } from './solo.ts';

const VARIABLE = 'SEGUE_E2E_HOME';

/** Before all tests: a data folder with a catalogue and a taught history, which each server then copies. */
export default async function seedHome(): Promise<() => Promise<void>> {
  const home = await mkdtemp(join(tmpdir(), 'segue-e2e-seeded-'));
  const solo = await launchSolo(home, '0', {});
  await solo.teach();
  await solo.end('SIGTERM');
  process.env[VARIABLE] = home;
  // Sound is the same bytes whoever makes it: what one server has made the others need not.
  const sound = await mkdtemp(join(tmpdir(), 'segue-e2e-sound-'));
  process.env['SEGUE_SOUND_HOME'] = sound;
  return async () => {
    for (const folder of [home, sound]) await rm(folder, { recursive: true, force: true });
  };
}

export async function copyOfSeededHome(): Promise<string> {
  const seeded = process.env[VARIABLE];
  if (!seeded) throw new Error(`${VARIABLE} is not set: playwright.config.ts names seeded-home.ts as its global set-up`);
  const home = await mkdtemp(join(tmpdir(), 'segue-e2e-'));
  await cp(seeded, home, { recursive: true });
  return home;
}
