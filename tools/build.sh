#!/usr/bin/env bash
# Builds.
#   build.sh [release]   everything, into build/, and the web pages
#   build.sh web         the web pages, into clients/web/dist/, when something of them changed
#   build.sh asan [all]  the tests of sync/ (or all tests) with Address- and UndefinedBehaviorSanitizer, into build-asan/
#   build.sh tsan        the tests that link no gRPC with ThreadSanitizer, into build-tsan/
#   build.sh fuzz [TARGET...]  the fuzz targets (or these) with libFuzzer, by clang, into build-fuzz/
#   build.sh packages    the Debian packages, into build/packages/ (tools/package.sh)
#   build.sh configure   build/ without building
. "$(dirname "$0")/lib.sh"

# Without these ccache passes every compilation on that uses a precompiled header.
export CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
# Another checkout of the same sources finds what this one compiled.
export CCACHE_BASEDIR=$PWD CCACHE_NOHASHDIR=1

# configure FOLDER OPTIONS...: once; later changes to CMake's files are picked up by the build itself.
configure() {
  local folder=$1
  shift
  [ -f "$folder/build.ninja" ] || cmake -S . -B "$folder" -G Ninja -DZOUFANG_PCH=ON "$@"
}

# build FOLDER "TARGETS" OPTIONS...
build() {
  local folder=$1 targets=$2
  shift 2
  configure "$folder" "$@"
  # shellcheck disable=SC2086  # A list of targets.
  cmake --build "$folder" --parallel "$(nproc)" --target $targets
}

# Whether a source of the web pages is newer than what was made of it last.
web_changed() {
  local made=clients/web/dist/.made
  [ ! -f "$made" ] || [ -n "$(find clients/web protos -name node_modules -prune -o -name dist -prune -o \
    -path clients/web/src/gen -prune -o -type f -newer "$made" -print -quit)" ]
}

build_web() {
  web_changed || return 0
  npm --prefix clients/web run --silent build -- --logLevel warn
  touch clients/web/dist/.made
}

sync_tests="tests_schema tests_merge tests_hub tests_device tests_sync"

case "${1:-release}" in
  release)
    build_web
    build build all
    ;;
  web) build_web ;;
  asan)
    case "${2:-}" in
      all) build build-asan tests/all -DZOUFANG_SANITIZE=ON ;;
      *) build build-asan "$sync_tests" -DZOUFANG_SANITIZE=ON ;;
    esac
    ;;
  tsan) build build-tsan tests/all -DZOUFANG_TSAN=ON ;;
  fuzz)
    shift
    build build-fuzz "${*:-tests_fuzz}" -DZOUFANG_SANITIZE=ON -DZOUFANG_FUZZ=ON \
      -DCMAKE_CXX_COMPILER=clang++
    ;;
  packages) build build packages ;;
  configure) configure build ;;
  *) fail "builds release, web, asan, tsan, fuzz or packages, not $1" 2 ;;
esac
