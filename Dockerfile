# One build, three programs: docker build --target api|worker|web .
FROM node:22-bookworm-slim AS build
# hnswlib-node is compiled where it is installed.
RUN apt-get update && apt-get install -y --no-install-recommends python3 make g++ && rm -rf /var/lib/apt/lists/*
WORKDIR /segue
COPY . .
# As npm start does: with the lockfile, and without it where it does not fit this machine.
RUN npm ci --no-audit --no-fund || npm install --no-audit --no-fund
RUN npm run build && npm prune --omit=dev --no-audit --no-fund && rm -rf .turbo apps/*/.turbo packages/*/.turbo apps/web/.next/cache

FROM node:22-bookworm-slim AS base
ENV NODE_ENV=production
WORKDIR /segue
COPY --from=build --chown=node:node /segue /segue
RUN mkdir -p /data && chown node:node /data
USER node
EXPOSE 3000

FROM base AS api
VOLUME /data
CMD ["node", "--enable-source-maps", "--max-semi-space-size=32", "apps/api/dist/main.js"]

FROM base AS worker
CMD ["node", "--enable-source-maps", "--max-semi-space-size=32", "apps/worker/dist/main.js"]

FROM base AS web
CMD ["node_modules/.bin/next", "start", "apps/web", "-H", "0.0.0.0", "-p", "3000"]
