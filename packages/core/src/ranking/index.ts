export { EXACT_SCAN_LIMIT, NEAREST } from './candidates.ts';
export type { Decision } from './decide.ts';
export { decidedBy } from './decide.ts';
export { changeOf, genreSharesOf, heardOf } from './heard.ts';
export type { Pending, RankedSlate, RankInput } from './rank-slate.ts';
export { cardOf, placeOf, rankSlate } from './rank-slate.ts';
export type { Parts, Scorer } from './score.ts';
export { createScorer } from './score.ts';
export { topRows } from './top-rows.ts';
