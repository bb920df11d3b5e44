#!/usr/bin/env bash
# Takes the engine through the model's histories.
#   differential.sh build/tests/model_replay FIRST SEEDS [STEPS]
set -o pipefail

# A crash here loses what was not committed, never what was not synced: files in memory do, and are fast.
if [ -w /dev/shm ]; then export TMPDIR=/dev/shm; fi

python3 -B "$(dirname "$0")/protocol_model.py" --history --start="$2" --seeds="$3" --steps="${4:-400}" | "$1"
