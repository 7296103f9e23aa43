/** Past it a shutdown is no longer waited for (L9). */
const STOP_WITHIN_MS = 10_000;

/** Work that has a thread of the pool, of a disk that does not answer say: `process.exit` waits for it, without an end. */
const isBusy = (): boolean => process.getActiveResourcesInfo().some((resource) => resource.startsWith('FSReq'));

/**
 * Runs a process until SIGINT or SIGTERM, and drains it then. Told while it still starts, it first starts: what was opened half
 * would stay open. Exit code 0 once it is drained; 1 where it cannot start, and says on standard error why. What drains too long
 * is killed.
 */
export async function runUntilTold(start: () => Promise<() => Promise<void>>, { withinMs = STOP_WITHIN_MS } = {}): Promise<void> {
  const told = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.on(signal, () => {
        setTimeout(() => process.kill(process.pid, 'SIGKILL'), withinMs).unref();
        resolve();
      });
    }
  });
  try {
    const stop = await start();
    await told;
    await stop();
    while (isBusy()) await new Promise((resolve) => setTimeout(resolve, 20));
    process.exit(0);
  } catch (cause) {
    process.stderr.write(`${cause instanceof Error ? cause.message : String(cause)}\n`);
    process.exit(1);
  }
}
