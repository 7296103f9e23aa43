/**
 * A policy of any model's scores: a track is drawn with a chance inverse to its place, 1 the best. Every track has a chance,
 * so that a log of any other policy says something of it; those that the model finds equal have the same. Null where a score is
 * not finite.
 *
 * @returns the chance of each candidate, in their order; the sum is 1.
 */
export function policyOf(scores: Float64Array, candidates: Int32Array): Float64Array | null {
  const order = Int32Array.from(candidates.keys()).sort((a, b) => scores[candidates[b]!]! - scores[candidates[a]!]!);
  const chances = new Float64Array(candidates.length);
  let whole = 0;
  for (let start = 0; start < order.length; ) {
    const score = scores[candidates[order[start]!]!]!;
    if (!Number.isFinite(score)) return null;
    let end = start;
    let sum = 0;
    for (; end < order.length && scores[candidates[order[end]!]!] === score; end++) sum += 1 / (end + 1);
    for (let i = start; i < end; i++) chances[order[i]!] = sum / (end - start);
    whole += sum;
    start = end;
  }
  return chances.map((chance) => chance / whole);
}
