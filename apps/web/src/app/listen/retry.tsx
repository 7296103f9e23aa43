'use client';

import { RotateCw } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { Icon } from '../../components/icon.tsx';

const EVERY_MS = 5_000;

/** Asks for the page again, by hand and by itself. Without JavaScript it is a link that reloads. */
export function Retry() {
  const router = useRouter();
  useEffect(() => {
    const timer = setInterval(() => router.refresh(), EVERY_MS);
    return () => clearInterval(timer);
  }, [router]);
  return (
    <a
      className="button"
      href="/"
      onClick={(event) => {
        event.preventDefault();
        router.refresh();
      }}
    >
      <Icon of={RotateCw} size={16} />
      Try again
    </a>
  );
}
