// JavaScript, and not TypeScript: to read that, a running Next would load its whole compiler, and keep it.

/** Scripts and styles, for a browser that knows brotli: `compress.mjs` has made them. */
const SMALL = {
  source: '/_next/static/:path(.*\\.(?:js|css))',
  has: [{ type: 'header', key: 'accept-encoding', value: '.*\\bbr\\b.*' }],
};
const built = process.env.NODE_ENV === 'production';

/** @type {import('next').NextConfig} */
const config = {
  poweredByHeader: false,
  // The workspace packages are consumed as TypeScript source.
  transpilePackages: ['@segue/core', '@segue/sdk'],
  rewrites: async () => ({
    beforeFiles: built ? [{ ...SMALL, destination: '/dist/br/:path' }] : [],
    afterFiles: [],
    fallback: [],
  }),
  headers: async () =>
    built
      ? [
          {
            ...SMALL,
            headers: [
              { key: 'Content-Encoding', value: 'br' },
              { key: 'Vary', value: 'Accept-Encoding' },
              // Their names carry a hash of what is in them.
              { key: 'Cache-Control', value: 'public, max-age=31536000, immutable' },
            ],
          },
        ]
      : [],
};

export default config;
