import { LISTENS } from '../projected-acts.ts';
import type { Prisma } from './generated/client.ts';
import type { PlannedAct, SubjectKind } from './projection-plan.ts';
import type { Tables } from './tables.ts';

export interface Subject {
  readonly listener: string;
  readonly kind: SubjectKind;
  readonly subject: string;
}

/**
 * Sets likes and blocks of whatever was touched to its newest act that was not undone: new acts, resent ones and undone
 * ones then need no cases of their own.
 */
export async function restand(
  tx: Prisma.TransactionClient,
  tables: Tables,
  acts: readonly PlannedAct[],
  undone: readonly Subject[],
): Promise<void> {
  const said = acts.filter(({ type, kind }) => kind !== 'event' && !LISTENS.has(type));
  const known = undone.filter(({ kind }) => kind !== 'event');
  const likes = distinct([...said, ...known].filter(({ kind }) => kind === 'track'));
  const blocks = distinct([...said.filter(({ type }) => type === 'block' || type === 'unblock'), ...known]);
  if (likes.length > 0) await restandLikes(tx, tables, likes);
  if (blocks.length > 0) await restandBlocks(tx, tables, blocks);
}

async function restandLikes(tx: Prisma.TransactionClient, { history, liked }: Tables, touched: readonly Subject[]): Promise<void> {
  await tx.$executeRaw`
    WITH touched AS (
      SELECT listener, subject FROM json_to_recordset(${JSON.stringify(touched)}::json) AS t(listener text, subject text)
    ), newest AS (
      SELECT DISTINCT ON (listener, subject) listener, subject, type, event, at_ms
      FROM touched JOIN ${history} ON listener_id = listener AND subject_id = subject
      WHERE kind = 'track' AND type IN ('like', 'unlike', 'dislike', 'block') AND NOT undone
      ORDER BY listener, subject, seq DESC
    ), gone AS (
      DELETE FROM ${liked} USING touched WHERE listener_id = listener AND track_id = subject
        AND NOT EXISTS (SELECT FROM newest WHERE newest.listener = touched.listener AND newest.subject = touched.subject AND type = 'like')
    )
    INSERT INTO ${liked} (listener_id, track_id, event, at_ms) SELECT listener, subject, event, at_ms FROM newest WHERE type = 'like'
    ON CONFLICT (listener_id, track_id) DO UPDATE SET event = excluded.event, at_ms = excluded.at_ms`;
}

async function restandBlocks(
  tx: Prisma.TransactionClient,
  { history, blocked, subjectKind }: Tables,
  touched: readonly Subject[],
): Promise<void> {
  await tx.$executeRaw`
    WITH touched AS (
      SELECT listener, t.kind::${subjectKind} AS of_kind, subject
      FROM json_to_recordset(${JSON.stringify(touched)}::json) AS t(listener text, kind text, subject text)
    ), newest AS (
      SELECT DISTINCT ON (listener, of_kind, subject) listener, of_kind, subject, type, event, at_ms
      FROM touched JOIN ${history} ON listener_id = listener AND kind = of_kind AND subject_id = subject
      WHERE type IN ('block', 'unblock') AND NOT undone
      ORDER BY listener, of_kind, subject, seq DESC
    ), gone AS (
      DELETE FROM ${blocked} USING touched WHERE listener_id = listener AND kind = of_kind AND subject_id = subject
        AND NOT EXISTS (
          SELECT FROM newest
          WHERE newest.listener = touched.listener AND newest.of_kind = touched.of_kind AND newest.subject = touched.subject AND type = 'block'
        )
    )
    INSERT INTO ${blocked} (listener_id, kind, subject_id, event, at_ms)
    SELECT listener, of_kind, subject, event, at_ms FROM newest WHERE type = 'block'
    ON CONFLICT (listener_id, kind, subject_id) DO UPDATE SET event = excluded.event, at_ms = excluded.at_ms`;
}

const distinct = (subjects: readonly Subject[]): Subject[] => [
  ...new Map(subjects.map(({ listener, kind, subject }) => [`${listener} ${kind} ${subject}`, { listener, kind, subject }])).values(),
];
