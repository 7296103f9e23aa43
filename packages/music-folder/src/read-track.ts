import { createHash } from 'node:crypto';
import type { Stats } from 'node:fs';
import { open } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { asArtistId, asTrackId } from '@segue/core/events';
import type { Track } from '@segue/core/model';
import { type IAudioMetadata, parseFile } from 'music-metadata';
import { audioTypeOf, soundEndingOf } from './audio-types.ts';
import { coverOf } from './cover.ts';
import { energyOf } from './energy.ts';
import { keyOf } from './key-name.ts';
import { mayPass } from './may-pass.ts';
import { wavLoudness } from './wav-loudness.ts';

/** Beats a minute where no tag says: the middle of what is common. */
export const NEUTRAL_TEMPO_BPM = 110;
export const UNKNOWN_GENRE = 'unclassified';
const UNKNOWN_ARTIST = 'Unknown artist';
const MAX_GENRES = 5;
const MAX_TEXT = 300;
/** A header that was written before its end was known may say anything. */
const MAX_SECONDS = 24 * 3_600;

/** Why a file cannot be a track, as a sentence for its owner. */
export class UnreadableFile extends Error {
  override readonly name = 'UnreadableFile';
}

/** The same file below the same folder has the same id, whatever its tags say. */
export const fileTrackId = (path: string) => asTrackId(`file-${hashOf(path)}`);

/**
 * Reads a file's tags into a track.
 * @param file where it really is
 * @param path where it is below the music folder, parts divided by `/`
 */
export async function readTrack(file: string, path: string, { size, mtimeMs }: Pick<Stats, 'size' | 'mtimeMs'>): Promise<Track> {
  if (size === 0) throw new UnreadableFile('The file is empty.');
  const metadata = await parsed(file);
  const { common, format } = metadata;
  const durationSeconds = Math.round((format.duration ?? 0) * 1_000) / 1_000;
  if (!(durationSeconds > 0)) throw new UnreadableFile((await misnamed(file)) ?? 'No sound was found in it.');
  if (durationSeconds > MAX_SECONDS) {
    throw new UnreadableFile(
      `It says that it lasts ${Math.round(durationSeconds / 3_600)} hours; no track may last more than ${MAX_SECONDS / 3_600}.`,
    );
  }
  if (/alac|drms/i.test(format.codec ?? '')) throw new UnreadableFile(`Browsers do not play ${format.codec}.`);

  const named = nameOf(path);
  const artist = textOf(common.artist ?? common.albumartist ?? named.artist) || UNKNOWN_ARTIST;
  const genres = genresOf(common.genre ?? []);
  const tempo = Number(common.bpm);
  return {
    id: fileTrackId(path),
    title: textOf(common.title ?? '') || named.title,
    artistId: asArtistId(`artist-${hashOf(artist.toLowerCase())}`),
    artist,
    album: textOf(common.album ?? '') || null,
    genres,
    key: keyOf(common.key ?? taggedKey(metadata)),
    tempoBpm: tempo >= 30 && tempo <= 300 ? tempo : NEUTRAL_TEMPO_BPM,
    energy: energyOf({
      genres,
      comments: (common.comment ?? []).flatMap(({ text }) => text ?? []),
      replayGainDb: common.replaygain_track_gain?.dB ?? null,
      rmsDb: extname(path).toLowerCase() === '.wav' ? await wavLoudness(file) : null,
    }),
    durationSeconds,
    seed: Number.parseInt(hashOf(path).slice(0, 8), 16),
    sound: 'file',
    path,
    hasCover: coverOf(common.picture) !== null,
    addedAtMs: Math.floor(mtimeMs),
  };
}

async function parsed(file: string): Promise<IAudioMetadata> {
  try {
    const metadata = await parseFile(file);
    // Some mp3 files say nowhere how long they are: only reading them through tells.
    return metadata.format.duration ? metadata : await parseFile(file, { duration: true });
  } catch (cause) {
    if (mayPass(cause)) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new UnreadableFile((await misnamed(file)) ?? `It could not be read as ${extname(file).slice(1)}: ${reason}.`, { cause });
  }
}

/** What is wrong with a file that is another kind of sound than its name says; null if it is not. */
async function misnamed(file: string): Promise<string | null> {
  const handle = await open(file, 'r');
  try {
    const { buffer } = await handle.read(Buffer.alloc(12), 0, 12, 0);
    const ending = soundEndingOf(buffer);
    return ending === null || audioTypeOf(file)?.startsWith(audioTypeOf(file + ending) ?? '')
      ? null
      : `It holds another kind of sound than its name says: rename it to end in ${ending}.`;
  } finally {
    await handle.close();
  }
}

/** Programs that find keys write them under names that not every container has a place for. */
function taggedKey({ native }: IAudioMetadata): string | undefined {
  for (const tags of Object.values(native)) {
    for (const { id, value } of tags) if (/(^|:)(initial ?key|key)$/i.test(id) && typeof value === 'string') return value;
  }
  return undefined;
}

function genresOf(tags: readonly string[]): string[] {
  const names = tags.flatMap((tag) => tag.split(/[;/,|\0]/)).map((name) => textOf(name).toLowerCase().slice(0, 40));
  const distinct = [...new Set(names.filter((name) => name !== ''))].slice(0, MAX_GENRES);
  return distinct.length > 0 ? distinct : [UNKNOWN_GENRE];
}

/** `Artist - Title.mp3`, or else the title alone, without its track number. */
function nameOf(path: string): { readonly artist: string; readonly title: string } {
  const name = basename(path, extname(path)).replaceAll('_', ' ').trim();
  const [first = '', ...rest] = name.replace(/^\d{1,3}[\s.-]+(?=\S)/, '').split(' - ');
  return rest.length > 0 ? { artist: first, title: textOf(rest.join(' - ')) || name } : { artist: '', title: textOf(first) || name };
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out of tags
const CONTROLS = /[\u0000-\u001f\u007f]+/g;
const textOf = (text: string): string => text.replace(CONTROLS, ' ').trim().slice(0, MAX_TEXT);

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 24);
