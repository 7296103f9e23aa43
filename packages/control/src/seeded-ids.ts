import { createHash } from 'node:crypto';

/**
 * Ids that a seed fixes, shaped as random ones are. `start` keeps those of a server that starts again on the same data
 * from being given out twice. Anybody can guess them: for tests alone.
 */
export function seededIds(seed: number, start: number): () => string {
  let count = 0;
  return () => {
    const hex = createHash('sha256').update(`${seed}/${start}/${count++}`).digest('hex');
    return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join('-');
  };
}
