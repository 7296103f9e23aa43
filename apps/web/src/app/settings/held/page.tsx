import type { Metadata } from 'next';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { type Held, HeldSchema } from '../../../server/answers.ts';
import { callApi } from '../../../server/call-api.ts';
import { visitorCookie } from '../../../server/visitor.ts';
import styles from '../settings.module.css';
import { counted, learntWords } from './held-words.ts';

export const metadata: Metadata = { title: 'What Segue holds' };

/** Everything that is held on the listener, in words. The file has the same and the numbers. */
export default async function HeldPage() {
  const held = await callApi({ path: '/api/me', cookie: await visitorCookie(), schema: HeldSchema });
  return (
    <div className="page">
      <h1>What Segue holds on you</h1>
      <p className="lead">
        {held.ok
          ? 'All of it. No name, address or place is kept.'
          : 'It cannot be fetched right now. Nothing of it is lost; try again in a moment.'}
      </p>
      <p className={styles['ask']}>
        <a className="button" href="/api/me?download" download>
          Take it with you
        </a>
        <Link className="button" href="/settings">
          Back to settings
        </Link>
      </p>
      {held.ok && <Parts held={held.value} />}
    </div>
  );
}

function Parts({ held }: { readonly held: Held }) {
  const { taste, profile } = held;
  const told = [profile.country, profile.ageBand, ...profile.genres].filter((one): one is string => one !== null);
  return (
    <>
      <Part title="Who you are here">A number made on your first visit: {held.listener}</Part>
      <Part title="What you told">{told.length > 0 ? told.join(', ') : 'Nothing.'}</Part>
      <Part title="What it has learnt">{taste ? learntWords(taste) : 'Nothing yet.'}</Part>
      <Part title="Liked">{titlesOf(held.likes)}</Part>
      <Part title="Disliked">{titlesOf(held.dislikes)}</Part>
      <Part title="Never played">{titlesOf(held.blocks.tracks, held.blocks.artists)}</Part>
      <Part title="Yours next">{titlesOf(held.yoursNext)}</Part>
      <Part title="History">
        {held.history.length === 0
          ? 'Nothing yet.'
          : `${counted(held.history.length, 'entry', 'entries')}; the last: ${titlesOf(held.history.slice(0, 20))}`}
      </Part>
      <Part title="For a moment only">
        {`${counted(held.notYetLearnt, 'gesture')} not learnt yet; ${held.listKept ? 'a list that lies ready for your next page' : 'no list that lies ready'}; the cookie of this browser; gestures that wait in it for a network.`}
      </Part>
    </>
  );
}

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className={styles['part']} aria-label={title}>
      <h2>{title}</h2>
      <p className={styles['note']}>{children}</p>
    </section>
  );
}

const titlesOf = (tracks: Held['likes'], more: readonly string[] = []) =>
  [...tracks.map(({ title, artist, trackId }) => (title === null ? trackId : `${title} by ${artist}`)), ...more].join(', ') || 'Nothing.';
