/** Tells people what is under way, on standard error: standard output is the result. */
export function progress(text: string): void {
  process.stderr.write(`${text}\n`);
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
