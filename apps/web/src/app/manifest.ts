import type { MetadataRoute } from 'next';

/** For a home screen: the player opens without a browser round it. */
export default function manifest(): MetadataRoute.Manifest {
  return {
    name: 'Segue',
    short_name: 'Segue',
    description: 'Music whose playlist answers every gesture.',
    start_url: '/',
    display: 'standalone',
    background_color: '#0d0e12',
    theme_color: '#0d0e12',
    icons: [{ src: '/icon.svg', sizes: 'any', type: 'image/svg+xml' }],
  };
}
