# What the scripts of tools/ share; sourced, never run. Leaves the caller in the project's root.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

fail() {
  printf '%s: %s\n' "$(basename "$0")" "$1" >&2
  exit "${2:-1}"
}

# stage NAME COMMAND...: runs one stage and says how long it took; the first that fails ends the run.
stage() {
  local name=$1 begin=$SECONDS status=0
  shift
  printf '\n== %s\n' "$name"
  "$@" || status=$?
  [ "$status" = 0 ] || fail "$name failed after $((SECONDS - begin)) s" "$status"
  printf '== %s: %d s\n' "$name" $((SECONDS - begin))
}
