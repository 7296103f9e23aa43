import type { Metadata } from 'next';
import { Dashboard } from '../../features/dashboard/index.ts';

export const metadata: Metadata = { title: 'Live' };

/** For whoever wants to know how it runs: one sentence, and the figures under it. */
export default function DashboardPage() {
  return (
    <>
      <noscript>
        <p className="page lead">This page is drawn by scripts, and this browser runs none. The same figures are in /metrics.</p>
      </noscript>
      <Dashboard />
    </>
  );
}
