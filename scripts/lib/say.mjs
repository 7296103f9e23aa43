/** What a command has to say: one line, flushed at once. */
export function say(text) {
  process.stdout.write(`${text}\n`);
}

/** What has to be done before a command can say it: standard output may be read by a program. */
export function progress(text) {
  process.stderr.write(`${text}\n`);
}

/** Seconds since a start, for "done in 1.2 s". */
export const secondsSince = (startMs) => ((performance.now() - startMs) / 1000).toFixed(1);

const PROGRESS_EVERY_MS = 10_000;

/**
 * Waits for something long, and says every ten seconds that it still runs.
 * @template T
 * @param {Promise<T>} work
 * @param {() => string} [detail]
 */
export async function withProgress(work, detail = () => 'still at it') {
  const start = performance.now();
  const timer = setInterval(() => progress(`  ${secondsSince(start)} s: ${detail()}`), PROGRESS_EVERY_MS);
  try {
    return await work;
  } finally {
    clearInterval(timer);
  }
}

/** Something that the person can do something about: its message is all they need, a stack would only hide it. */
export class PlainError extends Error {}

/** What to print of whatever was thrown. What `parseArgs` says of a wrong option is a sentence too. */
export const wordsOf = (cause) => (isPlain(cause) ? cause.message : (cause?.stack ?? String(cause)));

const isPlain = (cause) => cause instanceof PlainError || String(cause?.code).startsWith('ERR_PARSE_ARGS');

/** Runs a command's main; what it throws ends it with a sentence and exit code 1. */
export async function command(main) {
  try {
    await main();
  } catch (cause) {
    process.stderr.write(`\n${wordsOf(cause)}\n`);
    process.exit(1);
  }
}
