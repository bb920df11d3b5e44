#!/usr/bin/env bash
# Builds.
#   build.sh [release]   everything, into build/
#   build.sh asan        unit and integration tests with Address- and UndefinedBehaviorSanitizer, into build-asan/
#   build.sh tsan        the tests that link no gRPC, with ThreadSanitizer, into build-tsan/
#   build.sh configure   build/ without building
. "$(dirname "$0")/lib.sh"

# configure FOLDER OPTIONS...: once; later changes to CMake's files are picked up by the build itself.
configure() {
  local folder=$1
  shift
  [ -f "$folder/build.ninja" ] || cmake -S . -B "$folder" -G Ninja -DZOUFANG_PCH=ON "$@"
}

# build FOLDER TARGET OPTIONS...
build() {
  local folder=$1 target=$2
  shift 2
  configure "$folder" "$@"
  cmake --build "$folder" --parallel "$(nproc)" --target "$target"
}

case "${1:-release}" in
  release) build build all ;;
  asan) build build-asan tests/all -DZOUFANG_SANITIZE=ON ;;
  tsan) build build-tsan tests_without_grpc -DZOUFANG_TSAN=ON ;;
  configure) configure build ;;
  *) fail "builds release, asan or tsan, not $1" 2 ;;
esac
