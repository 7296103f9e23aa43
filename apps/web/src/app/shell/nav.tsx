'use client';

import { Activity, AudioLines, Fingerprint, History, type LucideIcon, Search, Settings } from 'lucide-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { Icon } from '../../components/icon.tsx';
import { Logo } from '../../components/logo.tsx';
import styles from './nav.module.css';

interface Way {
  readonly href: '/' | '/search' | '/history' | '/taste' | '/settings' | '/dashboard';
  readonly name: string;
  readonly icon: LucideIcon;
  /** Where it stands: at the foot of the wide page's edge, or on the phone's bar alone. */
  readonly only?: 'wide' | 'phone';
}

const WAYS: readonly Way[] = [
  { href: '/', name: 'Listen', icon: AudioLines },
  { href: '/search', name: 'Search', icon: Search },
  { href: '/history', name: 'History', icon: History },
  { href: '/taste', name: 'Taste', icon: Fingerprint, only: 'phone' },
  { href: '/dashboard', name: 'Live', icon: Activity, only: 'wide' },
  { href: '/settings', name: 'Settings', icon: Settings, only: 'wide' },
];

/** The way to the other routes: the left edge of a wide page, the bar at the foot of a phone. */
export function Nav() {
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
    </nav>
  );
}
