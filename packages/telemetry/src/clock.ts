/** The server's clock: ms since 1970 with fractions, never going back while the process lives. */
export const nowMs = (): number => performance.timeOrigin + performance.now();
