#!/bin/sh
# count-tests.sh JUNIT: prints "PASSED FAILED" of a file that meson test wrote. What was skipped is neither.
set -eu
number() { sed -n "s/.*<testsuites[^>]* $1=\"\([0-9]*\)\".*/\1/p" "$2" | head -n 1; }
all=$(number tests "$1")
wrong=$(($(number errors "$1") + $(number failures "$1")))
skipped=$(grep -o '<skipped' "$1" | wc -l)
echo "$((all - wrong - skipped)) $wrong"
