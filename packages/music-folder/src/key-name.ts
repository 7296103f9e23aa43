import type { Track } from '@segue/core/model';

const NATURAL: Readonly<Record<string, number>> = { C: 0, D: 2, E: 4, F: 5, G: 7, A: 9, B: 11, H: 11 };

/**
 * The key that a tag names: as a note (`Am`, `F# minor`, `Eb`), on the Camelot wheel (`8A`) or as Open Key (`1m`); null
 * for anything else.
 */
export function keyOf(tag: string | undefined): Track['key'] {
  const text = tag?.trim() ?? '';
  const note = /^([A-H])([#♯b♭]?)\s*(m|min|minor|moll|maj|major|dur)?$/i.exec(text);
  if (note) {
    const shift = note[2] === '' ? 0 : /[#♯]/.test(note[2] ?? '') ? 1 : -1;
    const tonic = ((NATURAL[(note[1] ?? '').toUpperCase()] ?? 0) + shift + 12) % 12;
    return { tonic, minor: note[3] === 'm' || /^(min|minor|moll)$/i.test(note[3] ?? '') };
  }
  const wheel = /^(\d{1,2})([ABmd])$/i.exec(text);
  const number = Number(wheel?.[1]);
  if (!wheel || number < 1 || number > 12) return null;
  const letter = (wheel[2] ?? '').toLowerCase();
  const minor = letter === 'a' || letter === 'm';
  // Both wheels go up in fifths; Camelot calls A minor and C major 8, Open Key calls them 1.
  const steps = letter === 'a' || letter === 'b' ? number - 8 : number - 1;
  return { tonic: ((minor ? 9 : 0) + 7 * (steps + 12)) % 12, minor };
}
