/**
 * Shared rate limits.
 *
 * - LI1 Of `limit` takes within a window all pass; the next is told how many ms are left of it.
 * - LI2 A new window starts full.
 */
export interface Limits {
  /** Resolves to 0 when allowed, else to the ms to wait. */
  take(key: string, options: { readonly limit: number; readonly windowSeconds: number }): Promise<number>;
}
