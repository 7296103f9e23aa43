import { loadConfig } from '../config.ts';

/** Ends the process with a sentence where a setting is wrong: at its start, and not with the first visitor. */
export function checkSettings(): void {
  try {
    loadConfig(process.env);
  } catch (cause) {
    process.stderr.write(`${cause instanceof Error ? cause.message : String(cause)}\n`);
    process.exit(1);
  }
}
