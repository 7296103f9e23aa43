import type { Metadata } from 'next';
import { Taste } from '../../features/taste/index.ts';
import styles from './taste-page.module.css';

export const metadata: Metadata = { title: 'Taste' };

/** What Segue hears in the listener, as a page of its own on a phone. */
export default function TastePage() {
  return (
    <div className="page">
      <h1>Taste</h1>
      <div className={styles['panel']}>
        <Taste />
      </div>
    </div>
  );
}
