#!/usr/bin/env bash
# Installs what is missing, builds and passes every test. --long also runs the unit, integration and
# simulation tests under Address- and UndefinedBehaviorSanitizer, those of them that link no gRPC
# under ThreadSanitizer, and lints every file.
. "$(dirname "$0")/lib.sh"

long=no
for argument in "$@"; do
  case $argument in
    --long) long=yes ;;
    *) sed -n '2,4s/^# //p' "$0" && fail "does not know $argument" 2 ;;
  esac
done

run_tests() {
  local folder=$1
  shift
  ctest --test-dir "$folder" --output-on-failure --parallel "$(nproc)" --no-tests=error "$@" </dev/null
}

stage install tools/install.sh
stage presubmit tools/presubmit.sh fast
stage "build release" tools/build.sh release
if [ "$long" = yes ]; then
  stage "build asan" tools/build.sh asan all
  export LSAN_OPTIONS=suppressions=$PWD/cmake/lsan.supp
  stage "tests under asan" run_tests build-asan -L "unit|integration|simulation" -LE web
  stage "build tsan" tools/build.sh tsan
  stage "tests under tsan" run_tests build-tsan -L "unit|simulation" -LE web
  stage lint tools/presubmit.sh lint --all
fi
# Last, and outside of a stage, so that ctest's own summary closes.
run_tests build
