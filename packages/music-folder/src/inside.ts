import { realpath } from 'node:fs/promises';
import { join, sep } from 'node:path';

/**
 * The real file behind a path below `root`, or null if there is none or if it lies anywhere else: whatever the path says
 * (absolute, `..`, NUL) and wherever symbolic links lead. `root` has to be a real path itself.
 */
export async function inside(root: string, path: string): Promise<string | null> {
  if (path === '' || path.includes('\0') || path.includes('\\')) return null;
  if (path.split('/').some((part) => part === '' || part === '.' || part === '..')) return null;
  let real: string;
  try {
    real = await realpath(join(root, path));
  } catch {
    return null;
  }
  return real.startsWith(root.endsWith(sep) ? root : root + sep) ? real : null;
}
