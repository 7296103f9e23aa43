/** Progress for people: one line, flushed at once. */
export function say(text) {
  process.stdout.write(`${text}\n`);
}

/** A sentence that says what is missing, and the end. */
export function fail(text) {
  process.stderr.write(`\n${text}\n`);
  process.exit(1);
}

/** Seconds since a start, for "done in 1.2 s". */
export const secondsSince = (startMs) => ((performance.now() - startMs) / 1000).toFixed(1);
