# syntax=docker/dockerfile:1
# Images of Encours: `docker build --target api .`, `--target worker`, `--target cli`.
# The same steps without Docker: deploy/build.sh and deploy/production-modules.sh; deploy/topology.sh runs what they make.

ARG NODE_IMAGE=node:22.23.3-bookworm-slim@sha256:43ac6c60b8f89723f746e8a92ce91abd5017e627ce1ddfe4238355d3a30b772c

# All packages, the compiler among them: makes plain JavaScript and the workflow bundles.
FROM ${NODE_IMAGE} AS build
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci --no-audit --no-fund
COPY . .
RUN deploy/build.sh dist

# What the program loads when it runs, and nothing else.
FROM ${NODE_IMAGE} AS modules
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY deploy/production-modules.sh deploy/
RUN npm ci --omit=dev --no-audit --no-fund && deploy/production-modules.sh .

# Certificates: the Temporal core and OpenID Connect need them to check servers over TLS.
FROM ${NODE_IMAGE} AS base
RUN apt-get update \
  && apt-get install --yes --no-install-recommends ca-certificates \
  && rm -rf /var/lib/apt/lists/*
ENV NODE_ENV=production NODE_OPTIONS=--enable-source-maps ENCOURS_MODE=production ENCOURS_HOME=/app/.encours
WORKDIR /app
COPY --from=modules /app/node_modules ./node_modules
COPY --from=build /build/dist ./
# A number, so that an orchestrator can see that it is not root. Nothing below /app belongs to it.
USER 1000:1000

FROM base AS api
ENV API_HOST=0.0.0.0 API_PORT=3000 CONSOLE_FOLDER=/app/console
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.API_PORT + '/readyz').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "api/main.js"]

FROM base AS worker
ENV WORKER_METRICS_ADDRESS=0.0.0.0:9464
EXPOSE 9464
# Healthy is a worker that asks Temporal for work, not one that merely runs.
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:9464/metrics').then((answer) => answer.text()).then((text) => process.exit(/^temporal_num_pollers\\{.*\\} [1-9]/m.test(text) ? 0 : 1), () => process.exit(1))"]
CMD ["node", "worker/main.js"]

# Migrations, the namespace, the company, API keys: `docker compose run --rm cli COMMAND`.
FROM base AS cli
ENTRYPOINT ["node", "cli/main.js"]
CMD ["--help"]
