import styles from './missing-page.module.css';
import { pageName } from './pages.ts';

interface MissingPageProps {
  readonly path: string;
}

/** Says that a page cannot be fetched, over the one that stays. */
export function MissingPage({ path }: MissingPageProps) {
  return (
    <p className={styles['root']} role="alert" data-testid="missing-page">
      Offline: {pageName(path)} opens when the network is back. What plays goes on.
    </p>
  );
}
