#!/bin/sh
# run-fuzz.sh BUILD SECONDS: runs each fuzz target of BUILD for SECONDS, three at a time, from tests/fuzz/corpus/NAME and what
# earlier runs found. What breaks a target is kept in BUILD/findings.
# The last line is "N passed, N failed"; ends with 1 where one failed.
set -u
cd "$(dirname "$0")/.."
build=$1
seconds=$2
mkdir -p "$build/findings" "$build/corpus"

# run_one TARGET: one line about it, and the file NAME.passed or NAME.failed. The input's own bounds are in tests/fuzz/bounds.c;
# those here end what never comes back.
run_one() {
    name=$(basename "$1" | sed 's/^fuzz-//')
    log=$build/findings/$name.log
    rm -f "$build/findings/$name.passed" "$build/findings/$name.failed"
    mkdir -p "$build/corpus/$name"
    if "$1" -max_total_time="$seconds" -timeout=30 -rss_limit_mb=2048 -artifact_prefix="$build/findings/$name-" \
        "$build/corpus/$name" "tests/fuzz/corpus/$name" >"$log" 2>&1; then
        echo "$name: $(sed -n 's/^Done \([0-9]*\) runs in \([0-9]*\).*/\1 runs in \2 s/p' "$log")"
        touch "$build/findings/$name.passed"
        rm -f "$log"
    else
        tail -n 40 "$log"
        echo "$name: FAILED, see $log"
        touch "$build/findings/$name.failed"
    fi
}

# Every third target in each of three lanes. The bounds of an input count the processor's time, so that lanes may share one.
lane() {
    turn=0
    for target in "$build"/tests/fuzz/fuzz-*; do
        [ -x "$target" ] && [ -f "$target" ] || continue
        turn=$(((turn + 1) % 3))
        [ "$turn" -ne "$1" ] || run_one "$target"
    done
}
rm -f "$build"/findings/*.passed "$build"/findings/*.failed
lane 0 &
lane 1 &
lane 2
wait
passed=$(find "$build/findings" -name '*.passed' | wc -l)
failed=$(find "$build/findings" -name '*.failed' | wc -l)
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
