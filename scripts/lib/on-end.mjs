/** How often it is looked whether the command that started this is still there, in ms. */
const PARENT_CHECK_MS = 1_000;

/**
 * Calls `cleanUp` once when this process is told to end, or when the `npm` that started it has vanished, and ends it.
 * @param {() => Promise<void>} cleanUp
 * @param {{ code?: number }} [options] what a signal ends it with
 * @returns {() => boolean} whether that has begun: what is cut short must not be taken for a result
 */
export function onEnd(cleanUp, { code = 0 } = {}) {
  let ending = false;
  const end = async () => {
    if (ending) return;
    ending = true;
    await cleanUp().catch((cause) => process.stderr.write(`${cause}\n`));
    process.exit(code);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, end);
  if (process.env.npm_lifecycle_event !== undefined) {
    const parent = process.ppid;
    setInterval(() => process.ppid !== parent && end(), PARENT_CHECK_MS).unref();
  }
  return () => ending;
}
