import type { Metadata } from 'next';
import Link from 'next/link';
import { BlockList, countries, ForgetMe, ProfileForm } from '../../features/settings/index.ts';
import { ShortcutsSwitch } from '../../features/shortcuts/index.ts';
import { BlocksSchema, GenresSchema, ProfileSchema } from '../../server/answers.ts';
import { callApi } from '../../server/call-api.ts';
import { visitorCookie } from '../../server/visitor.ts';
import { ThemeChoice } from '../../theme/index.ts';
import styles from './settings.module.css';

export const metadata: Metadata = { title: 'Settings' };

/** How it looks, what the listener told, and what never plays. */
export default async function SettingsPage() {
  const cookie = await visitorCookie();
  const [profile, blocks, genres] = await Promise.all([
    callApi({ path: '/api/profile', cookie, schema: ProfileSchema }),
    callApi({ path: '/api/blocks', cookie, schema: BlocksSchema }),
    callApi({ path: '/api/genres', cookie, schema: GenresSchema }),
  ]);
  const told = profile.ok ? profile.value : null;
  const known = genres.ok ? genres.value.genres.map(({ genre }) => genre) : [];
  const allGenres = [...new Set([...(told?.genres ?? []), ...known])].sort();
  return (
    <div className="page">
      <h1>Settings</h1>
      <noscript>
        <p className="lead">
          This browser runs no scripts. What stands here is what is kept; to change it, or to be forgotten, the page needs them.
        </p>
      </noscript>
      <section className={styles['part']} aria-labelledby="look">
        <h2 id="look">Look</h2>
        <ThemeChoice />
      </section>
      <section className={styles['part']} aria-labelledby="keys">
        <h2 id="keys">Keys</h2>
        <p className={styles['note']}>
          Space plays, N skips, Ctrl Z takes back; press <kbd>?</kbd> on any page for all of them.
        </p>
        <ShortcutsSwitch />
      </section>
      <section className={styles['part']} aria-labelledby="you">
        <h2 id="you">About you</h2>
        <p className={styles['note']}>All of it is optional. It gives your first list a place to start; what you play soon says more.</p>
        {told ? (
          <ProfileForm {...told} countries={countries()} allGenres={allGenres} />
        ) : (
          <p className={styles['note']}>This part cannot be fetched right now. Nothing of it is lost; try again in a moment.</p>
        )}
      </section>
      <section className={styles['part']} aria-labelledby="blocks">
        <h2 id="blocks" tabIndex={-1}>
          Never played
        </h2>
        {blocks.ok ? (
          <BlockList {...blocks.value} heading="blocks" />
        ) : (
          <p className={styles['note']}>Your blocks hold, and the list of them cannot be fetched right now. Try again in a moment.</p>
        )}
      </section>
      <section className={styles['part']} aria-labelledby="live">
        <h2 id="live">How it runs</h2>
        <p className={styles['note']}>How long a gesture takes from your hand to the list, and what is slow right now.</p>
        <p className={styles['ask']}>
          <Link className="button" href="/dashboard">
            See it live
          </Link>
        </p>
      </section>
      <section className={styles['part']} aria-labelledby="held">
        <h2 id="held">What Segue holds on you</h2>
        <p className={styles['note']}>All of it can be seen, taken away as a file, and erased. No name, address or place is kept.</p>
        <p className={styles['ask']}>
          <Link className="button" href="/settings/held">
            See it
          </Link>
          <a className="button" href="/api/me?download" download>
            Take it with you
          </a>
        </p>
        <ForgetMe />
      </section>
    </div>
  );
}
