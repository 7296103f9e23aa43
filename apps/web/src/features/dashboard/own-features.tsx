import { type OwnFeatures, OwnFeaturesSchema } from '@segue/core/events';
import { useEffect, useState } from 'react';
import styles from './dashboard.module.css';

const EVERY_MS = 5_000;

const WHOSE = { listener: 'You', session: 'This session', track: 'The last track' } as const;

/** The features that stand for whoever looks, as the rankers read them: nobody else's are to be had. */
export function OwnFeaturesPane({ paused }: { readonly paused: boolean }) {
  const own = useOwnFeatures(paused);
  return <OwnFeaturesView own={own} />;
}

type Own = OwnFeatures | 'looking' | 'unknown';

export function OwnFeaturesView({ own }: { readonly own: Own }) {
  return (
    <section className={styles['pane']} data-own="true" aria-label="Features">
      <header>
        <h2>Features</h2>
        <span>{typeof own === 'object' ? 'your own, now' : ''}</span>
      </header>
      {own === 'looking' && <p className={styles['note']}>Looking …</p>}
      {own === 'unknown' && <p className={styles['note']}>Your own features cannot be read right now. This page tries again by itself.</p>}
      {typeof own === 'object' && (
        <>
          <Told features={own.features.filter(({ entity }) => entity !== 'track')} />
          <h3>
            {own.track ? `The track that you heard last: ${own.track.title} by ${own.track.artist}` : 'The track that you heard last'}
          </h3>
          <Told features={own.features.filter(({ entity }) => entity === 'track')} />
        </>
      )}
    </section>
  );
}

function Told({ features }: Pick<OwnFeatures, 'features'>) {
  return (
    <dl className={styles['features']}>
      {features.map(({ name, entity, title, window, says }) => (
        <div key={name} title={`${name} · ${WHOSE[entity]} · window: ${window}`}>
          <dt>{title}</dt>
          <dd>{says}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Read every few seconds while the page is seen. What stands stays when one reading fails. */
function useOwnFeatures(paused: boolean): Own {
  const [own, setOwn] = useState<Own>('looking');
  useEffect(() => {
    if (paused) return;
    const abort = new AbortController();
    const look = async () => {
      if (document.hidden) return;
      try {
        const answer = await fetch('/api/features', { signal: abort.signal });
        setOwn(answer.ok ? OwnFeaturesSchema.parse(await answer.json()) : 'unknown');
      } catch {
        if (!abort.signal.aborted) setOwn((known) => (known === 'looking' ? 'unknown' : known));
      }
    };
    void look();
    const timer = setInterval(() => void look(), EVERY_MS);
    return () => {
      abort.abort();
      clearInterval(timer);
    };
  }, [paused]);
  return own;
}
