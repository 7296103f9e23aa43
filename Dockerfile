# One build, three programs: docker build --target api|worker|web .
FROM node:22-bookworm-slim AS build
# hnswlib-node is compiled where it is installed.
RUN apt-get update && apt-get install -y --no-install-recommends python3 make g++ && rm -rf /var/lib/apt/lists/*
WORKDIR /segue
COPY . .
# What `npm start` does first: installs (without the lockfile where it does not fit), makes Prisma's client, builds.
RUN npm run build
# Next.js could do with a Playwright, so npm keeps it as optional: nothing here is tested.
RUN npm prune --omit=dev --ignore-scripts --no-audit --no-fund \
  && rm -rf apps/web/.next/cache node_modules/@playwright node_modules/playwright node_modules/playwright-core

# The packages are one layer that all three share; each adds what was built for it.
FROM node:22-bookworm-slim AS base
# In a container 127.0.0.1 is nobody's but its own.
ENV NODE_ENV=production NEXT_TELEMETRY_DISABLED=1 HOST=0.0.0.0 PORT=3000
WORKDIR /segue
COPY --from=build /segue/package.json ./
COPY --from=build /segue/node_modules node_modules
RUN mkdir -p /data && chown node:node /data
USER node
EXPOSE 3000

FROM base AS api
COPY --from=build /segue/packages/sdk packages/sdk
COPY --from=build /segue/prisma/migrations prisma/migrations
COPY --from=build /segue/apps/api apps/api
VOLUME /data
CMD ["node", "--enable-source-maps", "--max-semi-space-size=32", "apps/api/dist/main.js"]

FROM base AS worker
COPY --from=build /segue/prisma/migrations prisma/migrations
COPY --from=build /segue/apps/worker apps/worker
CMD ["node", "--enable-source-maps", "--max-semi-space-size=32", "apps/worker/dist/main.js"]

FROM base AS web
# Next keeps what it fetched and scaled beside what it built.
COPY --from=build --chown=node:node /segue/apps/web apps/web
CMD ["node_modules/.bin/next", "start", "apps/web", "-H", "0.0.0.0", "-p", "3000"]
