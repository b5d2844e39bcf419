#!/bin/sh
# run-fuzz.sh BUILD SECONDS: runs each fuzz target of BUILD for SECONDS, from tests/fuzz/corpus/NAME where that is there.
# What breaks a target is kept in BUILD/findings and ends with 1.
set -u
cd "$(dirname "$0")/.."
build=$1
seconds=$2
wrong=0
mkdir -p "$build/findings" "$build/corpus"
for target in "$build"/tests/fuzz/fuzz-*; do
    [ -x "$target" ] && [ -f "$target" ] || continue
    name=$(basename "$target" | sed 's/^fuzz-//')
    mkdir -p "$build/corpus/$name"
    seeds=
    [ -d "tests/fuzz/corpus/$name" ] && seeds=tests/fuzz/corpus/$name
    log=$build/findings/$name.log
    # shellcheck disable=SC2086  # no folder or one
    if "$target" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 \
        -artifact_prefix="$build/findings/$name-" "$build/corpus/$name" $seeds >"$log" 2>&1; then
        echo "$name: $(sed -n 's/^Done \([0-9]*\) runs in \([0-9]*\).*/\1 runs in \2 s/p' "$log")"
        rm -f "$log"
    else
        tail -n 40 "$log"
        echo "$name: FAILED, see $log"
        wrong=1
    fi
done
exit $wrong
