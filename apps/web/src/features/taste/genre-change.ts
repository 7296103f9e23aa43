/** Less than this, in shares of 1, is what every genre moves by when another does. */
const SMALLEST_CHANGE = 0.015;

/** How a genre's share stands against the beginning of the visit, in points of a hundred; null when it did not move. */
export function changeText(share: number, atFirst: number | undefined): string | null {
  if (atFirst === undefined || Math.abs(share - atFirst) < SMALLEST_CHANGE) return null;
  const points = Math.round((share - atFirst) * 100);
  return points > 0 ? `+${points} %` : `−${-points} %`;
}
