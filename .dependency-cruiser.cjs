/** The files that put a process together. */
const mains = ['/src/(main|relearn|log|import)\\.ts$', '\\.main\\.ts$'];
const tests = '\\.(test|contract)\\.tsx?$|/testing/';

module.exports = {
  forbidden: [
    {
      name: 'core-knows-nobody',
      severity: 'error',
      comment: 'The domain stays testable without a broker, a database or a browser.',
      from: { path: '^packages/core/src', pathNot: tests },
      to: { pathNot: ['^packages/core/src', 'node_modules/zod/'] },
    },
    {
      name: 'core-points-inwards',
      severity: 'error',
      comment: 'ranking → features → model → stream → events.',
      from: { path: '^packages/core/src/events/' },
      to: { path: '^packages/core/src/(stream|model|features|ranking|ports|testing)/' },
    },
    {
      name: 'stream-knows-only-events',
      severity: 'error',
      from: { path: '^packages/core/src/stream/', pathNot: tests },
      to: { path: '^packages/core/src/(model|features|ranking|ports|testing)/' },
    },
    {
      name: 'model-knows-no-ranking',
      severity: 'error',
      from: { path: '^packages/core/src/model/', pathNot: tests },
      to: { path: '^packages/core/src/(features|ranking|ports|testing)/' },
    },
    {
      name: 'features-know-no-ranking',
      severity: 'error',
      from: { path: '^packages/core/src/features/', pathNot: tests },
      to: { path: '^packages/core/src/(ranking|ports|testing)/' },
    },
    {
      name: 'apps-are-strangers',
      severity: 'error',
      from: { path: '^apps/([^/]+)/', pathNot: '^apps/solo/' },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'packages-know-no-app',
      severity: 'error',
      from: { path: '^packages/' },
      to: { path: '^apps/' },
    },
    {
      name: 'solo-uses-the-doors',
      severity: 'error',
      comment: 'It starts api and worker through the one door that each opens.',
      from: { path: '^apps/solo/' },
      to: { path: '^apps/(api|worker|web)/', pathNot: '^apps/(api|worker)/src/index\\.ts$' },
    },
    {
      name: 'only-main-picks-backends',
      severity: 'error',
      from: { path: '^apps/[^/]+/src/', pathNot: [...mains, '/src/config\\.ts$', tests] },
      to: { path: '^packages/backends/' },
    },
    {
      name: 'config-knows-only-the-settings',
      severity: 'error',
      comment: 'What a process can be told includes where its backends are; choosing them is the work of its main.',
      from: { path: '^apps/[^/]+/src/config\\.ts$' },
      to: { path: '^packages/backends/', pathNot: '^packages/backends/src/configured/' },
    },
    {
      name: 'prisma-stays-inside',
      severity: 'error',
      comment: "Prisma's generated types stay inside the adapter.",
      from: { pathNot: '^packages/backends/src/postgres/|^prisma/|^packages/backends/.*generated' },
      to: { path: '^prisma/generated|^packages/backends/.*generated|node_modules/@prisma/' },
    },
    {
      name: 'features-are-strangers',
      severity: 'error',
      comment: 'Features of the web app meet in a page, not in each other.',
      from: { path: '^apps/web/src/features/([^/]+)/' },
      to: { path: '^apps/web/src/features/', pathNot: '^apps/web/src/features/$1/' },
    },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.base.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|\\.next|generated|next-env)' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'default'] },
  },
};
