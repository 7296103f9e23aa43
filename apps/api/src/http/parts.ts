import { within } from '@segue/core/within';

const PART_TIMEOUT_MS = 1_500;

/** Asks each part whether it answers: `up`, or why not. */
export async function statesOf(probes: Readonly<Record<string, () => Promise<unknown>>>): Promise<Record<string, string>> {
  return Object.fromEntries(await Promise.all(Object.entries(probes).map(async ([name, probe]) => [name, await stateOf(probe)] as const)));
}

async function stateOf(probe: () => Promise<unknown>): Promise<string> {
  try {
    await within(PART_TIMEOUT_MS, probe());
    return 'up';
  } catch (cause) {
    return cause instanceof Error ? cause.message : String(cause);
  }
}
