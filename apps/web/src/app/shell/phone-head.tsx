import { Settings } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { Icon } from '../../components/icon.tsx';
import { Logo } from '../../components/logo.tsx';
import styles from './phone-head.module.css';

interface PhoneHeadProps {
  readonly status: ReactNode;
}

/** The phone's first line: whose app it is, whether it is live, and the settings. */
export function PhoneHead({ status }: PhoneHeadProps) {
  return (
    <header className={styles['root']}>
      <Logo size={26} />
      <span className={styles['name']}>Segue</span>
      {status}
      <Link className={styles['settings']} href="/settings" aria-label="Settings">
        <Icon of={Settings} size={20} />
      </Link>
    </header>
  );
}
