/** Longer than a page takes, and shorter than a listener waits. */
const ANSWER_MS = 4_000;

/** Whether the server answers for a page right now. */
export async function isReachable(path: string): Promise<boolean> {
  if (navigator.onLine === false) return false;
  try {
    const { ok } = await fetch(path, { method: 'HEAD', cache: 'no-store', signal: AbortSignal.timeout(ANSWER_MS) });
    return ok;
  } catch {
    return false;
  }
}
