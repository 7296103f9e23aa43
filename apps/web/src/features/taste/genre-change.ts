/** How a genre's share stands against the beginning of the visit, in points of a hundred; null when it did not move. */
export function changeText(share: number, atFirst: number | undefined): string | null {
  if (atFirst === undefined) return null;
  const points = Math.round((share - atFirst) * 100);
  if (points === 0) return null;
  return points > 0 ? `+${points} %` : `−${-points} %`;
}
