import type { ModelView, Track } from '@segue/core/model';
import MiniSearch from 'minisearch';

/** Typo-tolerant search over what is in memory; the index is made anew when the catalogue has changed. */
export function createSearch(model: ModelView) {
  let index: MiniSearch<Track> | null = null;
  let generation = -1;

  function current(): MiniSearch<Track> {
    if (index && generation === model.generation) return index;
    index = new MiniSearch<Track>({
      idField: 'id',
      fields: ['title', 'artist', 'album', 'genres'],
      extractField: (track, field) => (field === 'genres' ? track.genres.join(' ') : String(track[field as keyof Track] ?? '')),
      // Accents and case do not matter to somebody who types.
      processTerm: (term) => term.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase() || null,
      searchOptions: {
        prefix: true,
        fuzzy: (term) => (term.length > 3 ? 0.25 : false),
        boost: { title: 2, artist: 1.5 },
        combineWith: 'AND',
      },
    });
    index.addAll([...model.tracks()]);
    generation = model.generation;
    return index;
  }

  return (query: string, limit: number): Track[] => {
    if (!query.trim()) return [];
    return current()
      .search(query)
      .slice(0, limit)
      .flatMap(({ id }) => model.track(id) ?? []);
  };
}
