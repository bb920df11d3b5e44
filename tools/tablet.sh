#!/usr/bin/env bash
# Walks the tablet's app in a real window under Xvfb with Mesa, against a real server, and keeps a picture of
# every main screen at 1280x800 and 800x1280.
#   tablet.sh [DIR]   the pictures go to DIR, or build/pictures
set -euo pipefail
cd "$(dirname "$0")/.."
case ${1:-} in -h | --help) sed -n '2,4s/^# \{0,1\}//p' "$0" && exit 0 ;; esac
export ZOUFANG_PICTURES=${1:-build/pictures} QT_QPA_PLATFORM=xcb LIBGL_ALWAYS_SOFTWARE=1
mkdir -p "$ZOUFANG_PICTURES"
ninja -C build tablet_pictures > /dev/null
exec xvfb-run -a -s "-screen 0 1280x1280x24" build/tests/tablet_pictures
