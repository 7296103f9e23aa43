import type { Metadata } from 'next';
import { HistorySchema } from '../../server/answers.ts';
import { callApi } from '../../server/call-api.ts';
import { visitorCookie } from '../../server/visitor.ts';
import { HistoryAndPlay } from './history-and-play.tsx';

export const metadata: Metadata = { title: 'History' };

/** What the listener played, skipped, liked and blocked. */
export default async function HistoryPage() {
  const history = await callApi({ path: '/api/history', cookie: await visitorCookie(), schema: HistorySchema });
  return (
    <div className="page">
      <h1>History</h1>
      <p className="lead">{leadOf(history.ok ? history.value.entries.length : null)}</p>
      <noscript>
        <p className="lead">This browser runs no scripts: a title plays by itself, and taking something back needs them.</p>
      </noscript>
      {history.ok && <HistoryAndPlay entries={history.value.entries} />}
    </div>
  );
}

/** `null`: it could not be fetched. */
function leadOf(entries: number | null): string {
  if (entries === null) return 'History cannot be fetched right now. Nothing of it is lost; try again in a moment.';
  return entries === 0
    ? 'Nothing yet. What you play, skip and like will stand here.'
    : 'What you did, newest first. Each can be taken back.';
}
