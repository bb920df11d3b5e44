#!/usr/bin/env bash
# Fuzzes one target with libFuzzer under Address- and UndefinedBehaviorSanitizer.
#   fuzz.sh push|reply|csv|text|picture [SECONDS]    60 s unless told; exit 0: nothing was found
# push: what tablets send; reply: what a server answers; csv: imports; text: what people type;
# picture: photos as they are handed in.
# It begins with tests/fuzz/corpus/NAME and keeps what it learns in build-fuzz/corpus/NAME. An input
# that breaks something stays as build-fuzz/found/NAME-*: mend it, and keep the input in the corpus.
. "$(dirname "$0")/lib.sh"

name=${1:-}
seconds=${2:-60}
[ -n "$name" ] && [ -d "tests/fuzz/corpus/$name" ] || { sed -n '2,7s/^# \{0,1\}//p' "$0" && exit 2; }

tools/build.sh fuzz "${name}_fuzz"
mkdir -p "build-fuzz/corpus/$name" build-fuzz/found
# Files that are synced thousands of times a second belong into memory.
[ -w /dev/shm ] && export TMPDIR=/dev/shm
# Weighing the corpus by how rare its features are takes longer than the runs of a target this large.
exec "build-fuzz/tests/${name}_fuzz" "build-fuzz/corpus/$name" "tests/fuzz/corpus/$name" \
  -max_total_time="$seconds" -max_len=4096 -timeout=20 -rss_limit_mb=2048 -entropic=0 -print_final_stats=1 \
  -artifact_prefix="build-fuzz/found/$name-" </dev/null
