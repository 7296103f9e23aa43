import type { NextConfig } from 'next';

const config: NextConfig = {
  poweredByHeader: false,
  // The workspace packages are consumed as TypeScript source.
  transpilePackages: ['@segue/core', '@segue/sdk'],
};

export default config;
