#!/usr/bin/env bash
# Installs what is missing, builds, makes the city and plays a day in the field.
#   run.sh                leaves the server up and says how to use it
#   run.sh --once         ends with exit code 0 when every step held, else 1
#   run.sh --windows      two of the officers work in the app's windows, to be watched; wants a display
#   run.sh --keep DIR     keeps what the day wrote in DIR; with --windows pictures of the windows too
. "$(dirname "$0")/lib.sh"

for argument in "$@"; do
  case $argument in
    -h | --help) sed -n '2,6s/^# \{0,1\}//p' "$0" && exit 0 ;;
    --windows)
      [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}${QT_QPA_PLATFORM:-}" ] ||
        fail "no display here: run it in a desktop session, or under xvfb-run -a · 这里没有可用的显示" 2
      ;;
  esac
done
stage install tools/install.sh
stage "build release" tools/build.sh release
exec python3 tools/day_in_the_field.py "$@"
