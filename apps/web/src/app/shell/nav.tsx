'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import type { ReactNode } from 'react';
import { Icon } from '../../components/icon.tsx';
import { Logo } from '../../components/logo.tsx';
import styles from './nav.module.css';
import { WAYS } from './ways.ts';

interface NavProps {
  /** Whether the list is live. */
  readonly status: ReactNode;
}

/** The way to the other routes: the left edge of a wide page, the bar at the foot of a phone. */
export function Nav({ status }: NavProps) {
  const path = usePathname();
  return (
    <nav className={styles['root']} aria-label="Pages">
      <Link className={styles['logo']} href="/" aria-label="Segue, listen">
        <Logo />
      </Link>
      <ul className={styles['ways']}>
        {WAYS.map(({ href, name, icon, only }) => (
          <li key={href} data-only={only}>
            <Link className={styles['way']} href={href} aria-current={path === href ? 'page' : undefined}>
              <Icon of={icon} size={20} />
              {name}
            </Link>
          </li>
        ))}
      </ul>
      {/* Listen says it beside its list, and says more. */}
      {path !== '/' && <div className={styles['status']}>{status}</div>}
    </nav>
  );
}
