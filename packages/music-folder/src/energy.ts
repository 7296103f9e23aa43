/** 0 calm .. 1 energetic, where nothing tells. */
export const NEUTRAL_ENERGY = 0.5;

/** The first word that a genre's name holds decides. */
const GENRES: readonly (readonly [word: string, energy: number])[] = [
  ['ambient', 0.12],
  ['drone', 0.12],
  ['sleep', 0.08],
  ['lullaby', 0.1],
  ['chill', 0.3],
  ['lo-fi', 0.3],
  ['lofi', 0.3],
  ['slow', 0.3],
  ['nocturne', 0.2],
  ['classical', 0.28],
  ['chamber', 0.28],
  ['acoustic', 0.35],
  ['folk', 0.38],
  ['bossa', 0.4],
  ['jazz', 0.42],
  ['soul', 0.48],
  ['metal', 0.92],
  ['hardcore', 0.95],
  ['punk', 0.88],
  ['drum and bass', 0.88],
  ['drum & bass', 0.88],
  ['techno', 0.82],
  ['trance', 0.8],
  ['hard', 0.85],
  ['house', 0.72],
  ['dance', 0.75],
  ['electro', 0.7],
  ['funk', 0.68],
  ['disco', 0.72],
  ['rock', 0.68],
  ['hip hop', 0.62],
  ['hip-hop', 0.62],
  ['rap', 0.64],
  ['pop', 0.58],
];

export interface EnergyClues {
  readonly genres: readonly string[];
  /** Free text of the tags: some programs write `Energy 7`, of ten, there. */
  readonly comments: readonly string[];
  /** ReplayGain of the track, dB; no number where a tag says `n/a` or `-inf`. */
  readonly replayGainDb: number | null;
  /** Measured in the signal, dB below full scale. */
  readonly rmsDb: number | null;
}

/** An estimate from the surest clue there is: what somebody wrote, then how loud it is, then its genre. */
export function energyOf({ genres, comments, replayGainDb, rmsDb }: EnergyClues): number {
  for (const comment of comments) {
    const written = /\benergy:?\s*(10|[1-9])\b/i.exec(comment);
    if (written) return Number(written[1]) / 10;
  }
  // ReplayGain 2 brings a track to -18 LUFS: its gain says how far from there it was.
  if (replayGainDb !== null && Number.isFinite(replayGainDb)) return ofLoudness(-18 - replayGainDb);
  if (rmsDb !== null) return ofLoudness(rmsDb);
  for (const genre of genres) {
    const known = GENRES.find(([word]) => genre.includes(word));
    if (known) return known[1];
  }
  return NEUTRAL_ENERGY;
}

/** -26 dB is a quiet recording, -6 the loudest that are made. */
const ofLoudness = (db: number): number => Math.round(Math.min(1, Math.max(0, (db + 26) / 20)) * 1_000) / 1_000;
