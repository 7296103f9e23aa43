/** Past it a shutdown is no longer waited for (L9). */
const STOP_WITHIN_MS = 10_000;

/**
 * Runs a process until SIGINT or SIGTERM, and drains it then. Told while it still starts, it first starts: what was opened half
 * would stay open. Exit code 0 once it is drained; 1 where it cannot start, says on standard error why, or drains too long.
 */
export async function runUntilTold(start: () => Promise<() => Promise<void>>): Promise<void> {
  const told = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.on(signal, () => {
        setTimeout(() => process.exit(1), STOP_WITHIN_MS).unref();
        resolve();
      });
    }
  });
  try {
    const stop = await start();
    await told;
    await stop();
    process.exit(0);
  } catch (cause) {
    process.stderr.write(`${cause instanceof Error ? cause.message : String(cause)}\n`);
    process.exit(1);
  }
}
