#!/bin/sh
# Stamps an app: scripts/create-app.sh <name>, the same as `bun run gen app <name> --yes`.
# Works where only npx is there: then npx fetches Bun.
set -eu
cd "$(dirname "$0")/.."
if [ "$#" -eq 0 ]; then
  echo "Which name? For example: scripts/create-app.sh shop" >&2
  exit 2
fi
if command -v bun >/dev/null 2>&1; then
  exec bun run gen app "$@" --yes
fi
exec npx --yes bun run gen app "$@" --yes
