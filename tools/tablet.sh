#!/usr/bin/env bash
# Walks the tablet's app in a real window under Xvfb with Mesa, against a real server.
#   tablet.sh [DIR]       keeps a picture of every main screen at 1280x800 and 800x1280 in DIR, or build/pictures
#   tablet.sh --readme    the same, and README's pictures, half as large, in docs/images/tablet
#   tablet.sh --figures   measures: the look-up at 4,088 organisations, frames while 100,000 rows arrive; exits 1
#                         when one is not as wanted
set -euo pipefail
cd "$(dirname "$0")/.."
export QT_QPA_PLATFORM=xcb LIBGL_ALWAYS_SOFTWARE=1
program=tablet_pictures
case ${1:-} in
  -h | --help) sed -n '2,6s/^# \{0,1\}//p' tools/tablet.sh && exit 0 ;;
  --figures) program=tablet_figures ;;
  --readme)
    export ZOUFANG_PICTURES=build/pictures ZOUFANG_THUMBNAILS=docs/images/tablet
    mkdir -p "$ZOUFANG_PICTURES" "$ZOUFANG_THUMBNAILS"
    ;;
  *) export ZOUFANG_PICTURES=${1:-build/pictures} && mkdir -p "$ZOUFANG_PICTURES" ;;
esac
ninja -C build "$program" > /dev/null
exec xvfb-run -a -s "-screen 0 1280x1280x24" "build/tests/$program"
