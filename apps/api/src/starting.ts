import { accessSync, constants, existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/** Makes the data folder where it is missing; throws a sentence where it cannot be written, with the variable that names it. */
export function openHome(home: string, variable = 'SEGUE_HOME'): void {
  try {
    makeFolder(home);
    accessSync(home, constants.W_OK);
  } catch (cause) {
    throw new Error(
      `The data folder ${home} cannot be written (${(cause as NodeJS.ErrnoException).code}). Set ${variable} to one that can.`,
      { cause },
    );
  }
}

/** Node's own `recursive` never comes back from a file system that makes no folders, as /proc. */
function makeFolder(path: string): void {
  if (!existsSync(path)) {
    makeFolder(dirname(path));
    try {
      mkdirSync(path);
    } catch (cause) {
      // Another process may have made it meanwhile.
      if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause;
    }
  }
  if (!statSync(path).isDirectory()) throw Object.assign(new Error(`${path} is a file`), { code: 'ENOTDIR' });
}
