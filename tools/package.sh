#!/usr/bin/env bash
# Makes the Debian packages zoufang-server, zoufang-client and, where Qt is, zoufang-tablet.
#   package.sh [DIR]   the packages go to DIR, or stay in build/packages
. "$(dirname "$0")/lib.sh"
case ${1:-} in -h | --help) sed -n '2,3s/^# \{0,1\}//p' tools/package.sh && exit 0 ;; esac

make_packages() {
  rm -f build/packages/*.deb
  tools/build.sh packages
}

stage install tools/install.sh
stage "build the web pages" tools/build.sh web
stage "build the packages" make_packages
[ -z "${1:-}" ] || { mkdir -p "$1" && cp build/packages/*.deb "$1"; }
for package in "${1:-build/packages}"/*.deb; do
  echo "$package"
  dpkg-deb -f "$package" Depends Installed-Size | sed 's/^/  /'
done
