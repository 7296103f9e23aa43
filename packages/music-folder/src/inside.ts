import { realpath } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { AppError } from '@segue/core/errors';
import { mayPass } from './may-pass.ts';

/**
 * The real file behind a path below `root`, or null if there is none or if it lies anywhere else: whatever the path says
 * (absolute, `..`, NUL) and wherever symbolic links lead. `root` has to be a real path itself.
 */
export async function inside(root: string, path: string): Promise<string | null> {
  // Where it divides nothing, a name may hold a backslash.
  if (path === '' || path.includes('\0') || (sep === '\\' && path.includes(sep))) return null;
  if (path.split('/').some((part) => part === '' || part === '.' || part === '..')) return null;
  let real: string;
  try {
    real = await realpath(join(root, path));
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT' || !mayPass(cause)) return null;
    throw new AppError('sound_unavailable', `The music folder could not be read: ${(cause as Error).message}.`, { cause });
  }
  return real.startsWith(root.endsWith(sep) ? root : root + sep) ? real : null;
}
