#!/usr/bin/env bash
# Checks a change before it is committed.
#   presubmit.sh               all of the below
#   presubmit.sh fast          format, layers, scripts: seconds, needs no build
#   presubmit.sh lint          clang-tidy on the changed files, the most changed first; needs build/
#   presubmit.sh lint --all    clang-tidy on every file: minutes
. "$(dirname "$0")/lib.sh"

# At about 10 s a file and core this keeps the lint of a change near a minute.
most_linted=8

tracked() {
  git ls-files --cached --others --exclude-standard -- "$@" | sort -u | while read -r file; do
    if [ -f "$file" ]; then printf '%s\0' "$file"; fi
  done
}

check_format() {
  tracked '*.cc' '*.h' | xargs -0 -r -n 40 -P "$(nproc)" clang-format --dry-run -Werror ||
    fail "not formatted; mend it by: clang-format -i FILE..."
}

check_scripts() {
  tracked '*.sh' .ci/run | xargs -0 -r -n 1 bash -n || fail "a shell script does not parse"
  tracked '*.py' | xargs -0 -r python3 -m py_compile || fail "a Python file does not parse"
  tracked 'clients/examples/*.js' | xargs -0 -r -n 1 node --check || fail "a Node file does not parse"
}

# The commit that a change is measured against: where the branch left the main line, else the last.
base_commit() {
  local base
  if base=$(git merge-base HEAD origin/HEAD 2>/dev/null) && [ "$base" != "$(git rev-parse HEAD)" ]; then
    echo "$base"
  else
    git rev-parse -q --verify HEAD~1 || git hash-object -t tree /dev/null
  fi
}

# Changed .cc files, and those of changed headers, the most changed first.
changed_sources() {
  git diff --numstat --no-renames "$(base_commit)" -- '*.cc' '*.h' | sort -rn | cut -f 3 |
    sed 's/\.h$/.cc/' | awk '!seen[$0]++' | while read -r file; do
      if [ -f "$file" ]; then echo "$file"; fi
    done
}

# The lint reads generated headers, so they are made first.
generate_headers() {
  [ -f build/build.ninja ] || tools/build.sh configure
  ninja -C build -t targets all | sed -n 's/^\(protos\/.*\.pb\.h\): .*/\1/p' |
    xargs -r ninja -C build --quiet
}

# clang reads no headers that GCC precompiled, and knows some warnings by no name.
write_commands() {
  mkdir -p build/lint
  sed -E 's/-Winvalid-pch//; s/-Wno-(maybe-uninitialized|stringop-[a-z]+)//g; s/-include [^ ]*cmake_pch\.hxx//' build/compile_commands.json \
    >build/lint/compile_commands.json
}

lint() {
  generate_headers
  write_commands
  printf '%s\0' "$@" | xargs -0 -n 1 -P "$(nproc)" clang-tidy -p build/lint --quiet \
    2> >(grep -v -E '^[0-9]+ warnings? (generated|treated as errors?)' >&2) ||
    fail "lint found the above"
}

lint_changed() {
  local files
  mapfile -t files < <(changed_sources)
  [ ${#files[@]} -gt 0 ] || { echo "lint: no C++ file changed"; return; }
  local chosen=("${files[@]:0:$most_linted}")
  echo "lint: ${#chosen[@]} of ${#files[@]} changed files; all by: tools/presubmit.sh lint --all"
  lint "${chosen[@]}"
}

lint_all() {
  local files
  mapfile -t -d '' files < <(tracked '*.cc')
  echo "lint: ${#files[@]} files"
  lint "${files[@]}"
}

fast() {
  stage format check_format
  stage layers tools/check_layers.py
  stage scripts check_scripts
}

case "$*" in
  '') fast && stage lint lint_changed ;;
  fast) fast ;;
  lint) stage lint lint_changed ;;
  'lint --all') stage lint lint_all ;;
  *) sed -n '2,6s/^# \{0,1\}//p' "$0" && fail "does not know: $*" 2 ;;
esac
