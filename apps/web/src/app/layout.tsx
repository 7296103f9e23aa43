import type { Metadata, Viewport } from 'next';
import { headers } from 'next/headers';
import type { ReactNode } from 'react';
import { KeysTable } from '../features/shortcuts/index.ts';
import { LiveProvider } from '../live/index.ts';
import { loadSlate } from '../server/visitor.ts';
import { THEME_SCRIPT } from '../theme/index.ts';
import { fontClasses } from './fonts.ts';
import './tokens.css';
import './globals.css';
import { Shell } from './shell/shell.tsx';

export const metadata: Metadata = {
  title: { default: 'Segue', template: '%s · Segue' },
  description: 'Music whose playlist answers every gesture.',
  appleWebApp: { title: 'Segue' },
};

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  viewportFit: 'cover',
  themeColor: [
    { media: '(prefers-color-scheme: dark)', color: '#0d0e12' },
    { media: '(prefers-color-scheme: light)', color: '#f6f3ec' },
  ],
};

interface RootLayoutProps {
  readonly children: ReactNode;
}

/** The sound and the live list live here, above every route: going to another page stops neither. */
export default async function RootLayout({ children }: RootLayoutProps) {
  const nonce = (await headers()).get('x-nonce') ?? undefined;
  const slate = await loadSlate();
  return (
    <html lang="en" className={fontClasses} suppressHydrationWarning>
      <head>
        <script nonce={nonce} dangerouslySetInnerHTML={{ __html: THEME_SCRIPT }} suppressHydrationWarning />
      </head>
      <body>
        <LiveProvider initial={slate.ok ? slate.value : null}>
          <Shell keys={<KeysTable />}>{children}</Shell>
        </LiveProvider>
      </body>
    </html>
  );
}
