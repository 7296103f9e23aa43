import { larger } from './larger.ts';
import type { Track } from './track.ts';

const FIRST_ROOM = 1024;
const UNKNOWN = -1;

/**
 * What scoring reads of many rows, a column each: hundreds of candidates a slate, whose objects lie all over memory. Artists,
 * genres and lists of genres are numbers here, given once; `UNKNOWN` (-1) is one that no track has had.
 */
export class TrackColumns {
  tempoBpm = new Float64Array(FIRST_ROOM);
  energy = new Float64Array(FIRST_ROOM);
  addedAtMs = new Float64Array(FIRST_ROOM);
  /** Listens with a time, as they would count at the reference time; and those of sources without times. */
  heat = new Float64Array(FIRST_ROOM);
  timeless = new Float64Array(FIRST_ROOM);
  artist = new Int32Array(FIRST_ROOM);
  /** The first genre, and the whole list. */
  genre = new Int32Array(FIRST_ROOM);
  genres = new Int32Array(FIRST_ROOM);
  readonly #artists = new Numbers();
  readonly #genreNames = new Numbers();
  readonly #genreLists = new Numbers();
  readonly #lists: (readonly string[])[] = [];

  put(row: number, track: Track): void {
    if (row >= this.tempoBpm.length) this.#grow();
    this.tempoBpm[row] = track.tempoBpm;
    this.energy[row] = track.energy;
    this.addedAtMs[row] = track.addedAtMs;
    this.artist[row] = this.#artists.of(track.artistId);
    this.genre[row] = this.#genreNames.of(track.genres[0] ?? '');
    const list = this.#genreLists.of(track.genres.join('\n'));
    this.genres[row] = list;
    this.#lists[list] ??= track.genres;
  }

  move(from: number, to: number): void {
    for (const column of this.#all()) column[to] = column[from]!;
  }

  /** Nothing is known of a row's listens. */
  forget(row: number): void {
    this.heat[row] = 0;
    this.timeless[row] = 0;
  }

  /** How many artists, and lists of genres, have a number. */
  get artists(): number {
    return this.#artists.size;
  }

  get genreLists(): number {
    return this.#lists.length;
  }

  artistNumber(id: string): number {
    return this.#artists.find(id);
  }

  genreNumber(name: string): number {
    return this.#genreNames.find(name);
  }

  /** The genres of a list's number; the same list for all tracks that have the same ones. */
  genresOf(list: number): readonly string[] {
    return this.#lists[list]!;
  }

  #all() {
    return [this.tempoBpm, this.energy, this.addedAtMs, this.heat, this.timeless, this.artist, this.genre, this.genres];
  }

  #grow(): void {
    const room = this.tempoBpm.length * 2;
    this.tempoBpm = larger(this.tempoBpm, new Float64Array(room));
    this.energy = larger(this.energy, new Float64Array(room));
    this.addedAtMs = larger(this.addedAtMs, new Float64Array(room));
    this.heat = larger(this.heat, new Float64Array(room));
    this.timeless = larger(this.timeless, new Float64Array(room));
    this.artist = larger(this.artist, new Int32Array(room));
    this.genre = larger(this.genre, new Int32Array(room));
    this.genres = larger(this.genres, new Int32Array(room));
  }
}

class Numbers {
  readonly #numbers = new Map<string, number>();

  get size(): number {
    return this.#numbers.size;
  }

  of(name: string): number {
    const known = this.#numbers.get(name);
    if (known !== undefined) return known;
    this.#numbers.set(name, this.#numbers.size);
    return this.#numbers.size - 1;
  }

  find(name: string): number {
    return this.#numbers.get(name) ?? UNKNOWN;
  }
}
