import { randomBytes } from 'node:crypto';
import { accessSync, constants, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Makes the data folder where it is missing; throws a sentence where it cannot be written. */
export function openHome(home: string): void {
  try {
    mkdirSync(home, { recursive: true });
    accessSync(home, constants.W_OK);
  } catch (cause) {
    throw new Error(
      `The data folder ${home} cannot be written (${(cause as NodeJS.ErrnoException).code}). Set SEGUE_HOME to one that can.`,
      { cause },
    );
  }
}

/** Signs the sessions of this data folder; made once, readable by its owner alone. */
export function secretOf(home: string): string {
  const file = join(home, 'secret');
  if (!existsSync(file)) writeFileSync(file, randomBytes(32).toString('base64url'), { mode: 0o600 });
  return readFileSync(file, 'utf8').trim();
}
