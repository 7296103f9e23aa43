import { join } from 'node:path';

/** The project's folder. */
export const root = join(import.meta.dirname, '..', '..');

/** A program that an installed package brings. */
export const bin = (name) => join(root, 'node_modules', '.bin', name);
