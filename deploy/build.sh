#!/bin/sh
# Compiles the program to plain JavaScript: deploy/build.sh FOLDER
#
# FOLDER becomes what the images hold beside node_modules: the compiled modules, the files they read (migrations,
# templates, demo facts), the console, and both workflow bundles, for payloads in clear and encrypted. It must be able to
# resolve the packages: below this folder, or with a node_modules of its own.
set -eu
[ $# -eq 1 ] || { echo "usage: $0 FOLDER" >&2; exit 64; }
mkdir -p "$1"
out=$(cd "$1" && pwd)
cd "$(dirname "$0")/.."

npm run --silent generate
npx --no-install tsc -p tsconfig.build.json --outDir "$out"
npx --no-install vite build web --outDir "$out/console" --logLevel warn

find contracts domain words workflows activities documents tables prisma worker api cli config \
  -type f ! -name '*.ts' ! -path 'prisma/generated/*' | tar -cf - -T - | tar -xf - -C "$out"
cp package.json LICENSE NOTICE "$out/"

# The worker looks for its bundle under the hash of the code it is made from, and finds it made.
cd "$out"
node --input-type=module -e "
  const { workflowBundle } = await import('$out/worker/bundle.js');
  for (const encrypted of [true, false]) await workflowBundle('$out/.encours/cache', encrypted);
"
ls -l .encours/cache
