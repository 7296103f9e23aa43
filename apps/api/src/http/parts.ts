const PART_TIMEOUT_MS = 1_500;

/** Asks each part whether it answers: `up`, or why not. */
export async function statesOf(probes: Readonly<Record<string, () => Promise<unknown>>>): Promise<Record<string, string>> {
  return Object.fromEntries(await Promise.all(Object.entries(probes).map(async ([name, probe]) => [name, await stateOf(probe)] as const)));
}

async function stateOf(probe: () => Promise<unknown>): Promise<string> {
  let timer: NodeJS.Timeout | undefined;
  try {
    await Promise.race([
      probe(),
      new Promise((_, reject) => {
        timer = setTimeout(() => reject(new Error(`no answer within ${PART_TIMEOUT_MS} ms`)), PART_TIMEOUT_MS);
      }),
    ]);
    return 'up';
  } catch (cause) {
    return cause instanceof Error ? cause.message : String(cause);
  } finally {
    clearTimeout(timer);
  }
}
