#!/bin/sh
# Tries the whole way on your Cloudflare account, and cleans up: scripts/smoke-cloudflare.sh
# A throwaway app is stamped, released to staging, promoted to prod, changed, promoted again and rolled back, each
# step proved by a request. It goes by `kit login`, or by CLOUDFLARE_API_TOKEN and CLOUDFLARE_ACCOUNT_ID; with
# KIT_TARGET=emulator it stays on this machine.
set -eu
cd "$(dirname "$0")/.."
run="bun"
command -v bun >/dev/null 2>&1 || run="npx --yes bun"
export KIT_TARGET="${KIT_TARGET:-cloudflare}"
app="smoke-$(date +%s)-$$"

say() {
  printf '\n== %s\n' "$1"
}

kit() {
  $run run --silent kit "$@"
}

# A promotion waits at its gate, which is exit code 3; anything else is a fault.
promote() {
  code=0
  kit promote "$app" --profile prod || code=$?
  test "$code" -eq 3
  kit approve "$app" --gate prod-approval
  kit resume "$app"
}

# Asks the profile itself, until it answers so: on Cloudflare a shift of traffic takes seconds to be everywhere.
serves() {
  for _ in 1 2 3 4 5 6 7 8 9 10; do
    if answers "$1" "$2"; then return 0; fi
    sleep 3
  done
  say "$1 does not serve $2"
  return 1
}

answers() {
  PROFILE="$1" RELEASE="$2" STATUS="$(kit status "$app" --json)" $run -e '
    const { PROFILE, RELEASE, STATUS } = process.env;
    const { release, health } = JSON.parse(STATUS).profiles[PROFILE];
    process.exit(release === RELEASE && health === "healthy" ? 0 : 1);'
}

clean_up() {
  code=$?
  trap - EXIT INT TERM
  if [ -d "apps/$app" ]; then
    say "Taking everything away"
    for profile in prod staging; do
      kit destroy "$app" --profile "$profile" --yes || say "$profile was not destroyed, or never was"
    done
    if $run run --silent gen remove "$app" --force --yes; then
      say "What stays: the ledger, which forgets nothing, and the artifacts in the bucket kit-artifacts"
    else
      say "apps/$app is still here: look at $run run kit status $app"
      code=1
    fi
  fi
  if [ "$code" -eq 0 ]; then say "The whole way works"; else say "It failed"; fi
  exit "$code"
}
trap clean_up EXIT
trap 'exit 130' INT TERM

if [ "$KIT_TARGET" = cloudflare ]; then
  say "Is the account ready?"
  kit doctor --target cloudflare
  # For this run alone: the state that it encrypts is gone when this ends.
  ALCHEMY_PASSWORD="${ALCHEMY_PASSWORD:-$(od -An -N24 -tx1 /dev/urandom | tr -d ' \n')}"
  export ALCHEMY_PASSWORD
fi

say "Stamping $app"
$run run --silent gen app "$app" --yes

say "v1 to staging, and on to prod"
kit deploy "$app" --profile staging --yes
serves staging v1
promote
serves prod v1

say "A change, v2, the same way"
printf '%s\n' "$app" > "apps/$app/public/smoke.txt"
kit deploy "$app" --profile staging
serves staging v2
promote
serves prod v2

say "And back"
kit rollback "$app" --profile prod
serves prod v1
serves staging v2

say "The ledger tells it as it was"
kit audit verify "$app"
