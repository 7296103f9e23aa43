import { fractionOf } from '@segue/core/model';

const TAKEN_ANYHOW = 0.15;
const TAKEN_FOR_FIT = 0.35;

/**
 * Who looks down a list takes each row with some chance, and more the better it fits (the cascade model of Craswell et al.
 * 2008); the first where none was taken. Returns its place, from 0.
 *
 * @param fits chance, 0..1, that each row would be heard out
 */
export function rowTaken(fits: readonly number[], { draw, seed }: { readonly draw: string; readonly seed: number }): number {
  const taken = fits.findIndex((fit, place) => fractionOf(`${draw}/row${place}`, seed) < TAKEN_ANYHOW + TAKEN_FOR_FIT * fit);
  return Math.max(0, taken);
}
