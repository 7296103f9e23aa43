/**
 * Rejects where the work takes longer. The work itself goes on, and what becomes of it then is nobody's news.
 *
 * @param late what it rejects with, for whoever tells more of it.
 */
export async function within<T>(ms: number, work: Promise<T>, late = () => new Error(`no answer within ${Math.round(ms)} ms`)): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tooLong = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(late()), ms);
  });
  try {
    return await Promise.race([work, tooLong]);
  } finally {
    clearTimeout(timer);
  }
}
