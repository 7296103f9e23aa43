import type { Metadata } from 'next';
import type { z } from 'zod';
import { type BlockSubject, cutQuery } from '../../features/search/index.ts';
import { BlocksSchema, FoundTracksSchema } from '../../server/answers.ts';
import { callApi } from '../../server/call-api.ts';
import { visitorCookie } from '../../server/visitor.ts';
import { SearchAndPlay } from './search-and-play.tsx';

export const metadata: Metadata = { title: 'Search' };

interface SearchPageProps {
  readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
}

/** Search; an address with `?q=` has its answer in the first HTML. */
export default async function SearchPage({ searchParams }: SearchPageProps) {
  const { q } = await searchParams;
  const query = cutQuery((typeof q === 'string' ? q : '').trim());
  const cookie = await visitorCookie();
  const [blocks, found] = await Promise.all([
    callApi({ path: '/api/blocks', cookie, schema: BlocksSchema }),
    query === '' ? null : callApi({ path: `/api/search?q=${encodeURIComponent(query)}`, cookie, schema: FoundTracksSchema }),
  ]);
  return (
    <div className="page">
      <h1>Search</h1>
      <SearchAndPlay
        query={query}
        tracks={found?.ok ? found.value.tracks : []}
        failed={found?.ok === false}
        blocks={blocks.ok ? subjectsOf(blocks.value) : []}
      />
    </div>
  );
}

const subjectsOf = ({ tracks, artists }: z.infer<typeof BlocksSchema>): BlockSubject[] => [
  ...tracks.map(({ trackId }) => ({ kind: 'track' as const, id: trackId })),
  ...artists.map(({ artistId }) => ({ kind: 'artist' as const, id: artistId })),
];
