/** Stretches of media time that sounded, in seconds: sorted, disjoint, each start before its end. */
export type HeardRanges = readonly (readonly [start: number, end: number])[];

/** Browsers report the position four times a second or so; two reports closer than this are one stretch. */
const JOIN_SECONDS = 0.05;

/** The ranges with one more stretch. What was heard twice counts once: that is why this is a union and not a sum. */
export function withHeard(ranges: HeardRanges, start: number, end: number): HeardRanges {
  if (!(end > start)) return ranges;
  let from = start;
  let to = end;
  const before: (readonly [number, number])[] = [];
  const after: (readonly [number, number])[] = [];
  for (const range of ranges) {
    if (range[1] < from - JOIN_SECONDS) before.push(range);
    else if (range[0] > to + JOIN_SECONDS) after.push(range);
    else {
      from = Math.min(from, range[0]);
      to = Math.max(to, range[1]);
    }
  }
  return [...before, [from, to], ...after];
}

/** Share of the track that sounded, 0..1; 0 while the duration is unknown. */
export function heardFractionOf(ranges: HeardRanges, durationSeconds: number): number {
  if (!(durationSeconds > 0) || !Number.isFinite(durationSeconds)) return 0;
  let seconds = 0;
  for (const [start, end] of ranges) seconds += Math.min(end, durationSeconds) - Math.min(start, durationSeconds);
  return Math.min(1, Math.max(0, seconds / durationSeconds));
}
