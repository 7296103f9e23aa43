import { basename, extname, resolve } from 'node:path';

/** What figures are headed with: never the whole path. */
export const nameOf = (file: string): string => basename(resolve(file), extname(file));
