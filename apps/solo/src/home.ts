import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What was cut short by a full disk would sign sessions that anybody can forge. */
const LEAST_LENGTH = 16;

/** Signs the sessions of this data folder; made once, readable by its owner alone. */
export function secretOf(home: string): string {
  const file = join(home, 'secret');
  const known = existsSync(file) ? readFileSync(file, 'utf8').trim() : '';
  if (known.length >= LEAST_LENGTH) return known;
  const secret = randomBytes(32).toString('base64url');
  // Whole or not at all.
  writeFileSync(`${file}.new`, secret, { mode: 0o600 });
  renameSync(`${file}.new`, file);
  return secret;
}
