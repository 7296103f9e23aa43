import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // The last is for `npm test` in a workspace, whose --dir is its own folder.
    include: ['packages/*/src/**/*.test.ts', 'apps/*/src/**/*.test.{ts,tsx}', 'scripts/**/*.test.mjs', 'src/**/*.test.{ts,tsx}'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // One more than two cores: some of these wait for servers most of their time.
    maxWorkers: 3,
  },
});
