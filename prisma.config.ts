import { defineConfig } from 'prisma/config';

export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  // Only `prisma migrate status` and the like need it; generating does not.
  datasource: { url: process.env['DATABASE_URL'] ?? '' },
});
