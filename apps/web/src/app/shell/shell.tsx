'use client';

import type { ReactNode } from 'react';
import { MiniPlayer, PlayerProvider } from '../../features/now-playing/index.ts';
import { Status } from '../../features/status/index.ts';
import { NoSlate } from '../listen/no-slate.tsx';
import { Keys } from './keys.tsx';
import { MissingPage } from './missing-page.tsx';
import { Nav } from './nav.tsx';
import { PhoneHead } from './phone-head.tsx';
import styles from './shell.module.css';
import { useForgotten } from './use-forgotten.ts';
import { useOutOfView } from './use-out-of-view.ts';
import { useWays } from './use-ways.ts';

interface ShellProps {
  readonly children: ReactNode;
  /** The table of keys, which the server has drawn. */
  readonly keys: ReactNode;
}

/** What stands round every route: the way to the others, and the player's foot where the large player is not in view. */
export function Shell({ children, keys }: ShellProps) {
  const mini = useOutOfView('[data-testid="player"]');
  const { go, missing, listensHere } = useWays();
  useForgotten();
  return (
    <PlayerProvider>
      <a className={styles['jump']} href="#content">
        Go to the content
      </a>
      <div className={styles['root']}>
        <Nav status={<Status brief />} />
        <PhoneHead status={<Status brief />} />
        <main id="content" className={styles['main']} tabIndex={-1}>
          {listensHere ? <NoSlate expired={false} /> : children}
        </main>
      </div>
      <div className={styles['foot']}>
        {missing !== null && <MissingPage path={missing} />}
        {mini && <MiniPlayer />}
      </div>
      <Keys onSearch={() => go('/search')} table={keys} />
    </PlayerProvider>
  );
}
