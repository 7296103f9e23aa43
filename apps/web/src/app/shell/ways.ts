import { Activity, AudioLines, Fingerprint, History, type LucideIcon, Search, Settings } from 'lucide-react';

interface Way {
  readonly href: '/' | '/search' | '/history' | '/taste' | '/settings' | '/dashboard';
  readonly name: string;
  readonly icon: LucideIcon;
  /** Where it stands: at the foot of the wide page's edge, or on the phone's bar alone. */
  readonly only?: 'wide' | 'phone';
}

/** The pages that the others lead to. */
export const WAYS: readonly Way[] = [
  { href: '/', name: 'Listen', icon: AudioLines },
  { href: '/search', name: 'Search', icon: Search },
  { href: '/history', name: 'History', icon: History },
  { href: '/taste', name: 'Taste', icon: Fingerprint, only: 'phone' },
  { href: '/dashboard', name: 'Live', icon: Activity, only: 'wide' },
  { href: '/settings', name: 'Settings', icon: Settings, only: 'wide' },
];
