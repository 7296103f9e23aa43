import { Prisma } from './generated/client.ts';
import { quoted } from './migrate.ts';

/**
 * Names of the schema's tables for raw SQL. They carry the schema themselves: a search path set on a connection is lost
 * behind a pooler.
 */
export function tablesOf(schema: string) {
  const of = (name: string) => Prisma.raw(`${quoted(schema)}."${name}"`);
  return {
    artist: of('artist'),
    track: of('track'),
    /** As the text that `nextval` takes. */
    trackVersion: `${quoted(schema)}."track_version"`,
    listener: of('listener'),
    liked: of('liked'),
    blocked: of('blocked'),
    history: of('history'),
    mark: of('projection_mark'),
    erasure: of('erasure'),
    subjectKind: of('subject_kind'),
  } as const;
}

export type Tables = ReturnType<typeof tablesOf>;
