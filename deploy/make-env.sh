#!/bin/sh
# Writes .env for docker-compose.yml (or the file named): env.example with a random value for each secret. Nobody else
# may read it. Never overwrites one: new passwords would lock the program out of its own database.
set -eu
file=${1:-$(dirname "$0")/../.env}
[ ! -e "$file" ] || { echo "$file is there already; its secrets are in use. Nothing written." >&2; exit 1; }
random() { head -c "$1" /dev/urandom | base64 | tr -d '\n'; }
password() { random 32 | tr '+/' '-_' | tr -d '='; }

umask 077
draft=$(mktemp "$file.XXXXXX")
trap 'rm -f "$draft"' EXIT
while IFS= read -r line; do
  case $line in
    CODEC_KEYS=) echo "CODEC_KEYS=$(date -u +%Y-%m):$(random 32)" ;;
    *_PASSWORD= | SESSION_SECRET=) echo "$line$(password)" ;;
    *) echo "$line" ;;
  esac
done <"$(dirname "$0")/env.example" >"$draft"
ln "$draft" "$file"
echo "Wrote $file. Keep a copy of it where the backups are: without CODEC_KEYS no history can be read."
