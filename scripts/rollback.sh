#!/bin/sh
# Takes a profile back to an earlier good release: scripts/rollback.sh [env=prod] [version=latest-1] [app]
# Without an app it is the only one that is deployed there. Works where only npx is there.
set -eu
cd "$(dirname "$0")/.."
run="bun"
command -v bun >/dev/null 2>&1 || run="npx --yes bun"
profile="${1:-prod}"
version="${2:-latest-1}"
if [ "$#" -ge 3 ]; then
  exec $run run kit rollback "$3" --profile "$profile" --to "$version"
fi
exec $run run kit rollback --profile "$profile" --to "$version"
