/** Whose pick a row was: of the first ranking or of the second. */
export type Team = 0 | 1;

export interface Drafted {
  readonly rows: number[];
  /** For each row, in the same order. */
  readonly teams: Team[];
}

/**
 * One list of two rankings, as captains pick teams: in each round a coin says who picks first, and each picks the best row
 * that is left in their own order (Radlinski, Kurup and Joachims, How Does Clickthrough Data Reflect Retrieval Quality?,
 * 2008). Whichever team's rows are heard out more often has the better ranking, on the same listener at the same time.
 *
 * @param coin whether the second picks first in this round, counted from 0.
 */
export function teamDraft(
  rankings: readonly [readonly number[], readonly number[]],
  { size, coin }: { readonly size: number; readonly coin: (round: number) => boolean },
): Drafted {
  const rows: number[] = [];
  const teams: Team[] = [];
  const taken = new Set<number>();
  const next: [number, number] = [0, 0];
  const pick = (team: Team): boolean => {
    const of = rankings[team];
    while (next[team] < of.length && taken.has(of[next[team]]!)) next[team]++;
    const row = of[next[team]];
    if (row === undefined || rows.length >= size) return false;
    taken.add(row);
    rows.push(row);
    teams.push(team);
    return true;
  };
  for (let round = 0; rows.length < size; round++) {
    const first: Team = coin(round) ? 1 : 0;
    const picked = pick(first);
    if (!pick(first === 0 ? 1 : 0) && !picked) break;
  }
  return { rows, teams };
}
