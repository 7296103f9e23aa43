import type { Metadata } from 'next';
import { HeardLine } from '../../features/heard-line/index.ts';
import { Taste } from '../../features/taste/index.ts';
import styles from './taste-page.module.css';

export const metadata: Metadata = { title: 'Taste' };

/** What Segue hears in the listener, and what it heard last: a page of its own on a phone. */
export default function TastePage() {
  return (
    <div className="page">
      <h1>Taste</h1>
      <div className={styles['panel']}>
        <Taste />
        <HeardLine />
      </div>
    </div>
  );
}
