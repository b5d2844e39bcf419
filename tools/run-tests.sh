#!/bin/sh
# Runs every test: C by meson on both databases, the tests written for Node's runner, then each fuzz target for
# FUZZ_SECONDS (60). BUILD names another build folder, SUITES some of the suites.
# The last line is "N passed, N failed"; the exit code is 0 only where nothing failed.
set -u
cd "$(dirname "$0")/.."
# One PostgreSQL server for the whole run.
[ "${1:-}" = --with-postgres ] || exec tools/with-postgres.sh --if-there tools/run-tests.sh --with-postgres
build=${BUILD:-build}
suites=${SUITES:-c app http crash peers e2e fuzz}
longest_suite=900 # seconds: what hangs is a failure, not a run without an end
passed=0
failed=0

# count NAME STATUS PASSED FAILED: adds a suite's figures; a suite that ended badly without naming a failure has one, also when
# it was ended before it could say anything.
count() {
    suite_failed=${4:-0}
    if [ "$2" -ne 0 ] && [ "$suite_failed" -eq 0 ]; then
        suite_failed=1
    fi
    passed=$((passed + ${3:-0}))
    failed=$((failed + suite_failed))
    echo "$1: ${3:-0} passed, $suite_failed failed"
}

# What `make` alone has set up needs no cmocka, and builds no tests.
[ -e "$build/build.ninja" ] || meson setup "$build" -Dtests=true >/dev/null || { echo '0 passed, 1 failed'; exit 1; }
[ -d "$build/tests" ] || meson configure "$build" -Dtests=true
if ! ninja -C "$build" all meson-test-prereq; then
    echo '0 passed, 1 failed'
    exit 1
fi

is_wanted() {
    case " $suites " in *" $1 "*) ;; *) return 1 ;; esac
}

if is_wanted c; then
    echo '--- C tests'
    meson test -C "$build" --no-rebuild --print-errorlogs
    status=$?
    figures=$(tools/count-tests.sh "$build/meson-logs/testlog.junit.xml")
    # shellcheck disable=SC2086  # two numbers
    count 'C tests' $status $figures
fi

BUCKSTOP=$(realpath "$build/buckstop")
PATH=$PWD/ui/node_modules/.bin:$PATH
export BUCKSTOP PATH

# node_suite NAME FOLDER HOW_MANY [COMMAND...]: the files FOLDER/*.test.*, so many at a time, run by COMMAND
node_suite() {
    files=$(find "$2" -maxdepth 1 -name '*.test.*' 2>/dev/null | sort)
    [ -n "$files" ] || return 0
    name=$1 most=$3
    shift 3
    echo "--- $name"
    log=$(mktemp)
    # shellcheck disable=SC2086  # a list of files
    timeout --kill-after=10 "$longest_suite" "$@" node --test --test-concurrency="$most" --test-reporter=spec --test-reporter-destination=stdout \
        --test-reporter=tap --test-reporter-destination="$log" $files
    status=$?
    count "$name" $status "$(sed -n 's/^# pass //p' "$log")" "$(sed -n 's/^# fail //p' "$log")"
    rm -f "$log"
}
on_postgres='env BUCKSTOP_TEST_DB=postgres tools/with-postgres.sh --if-there'
! is_wanted app || node_suite 'app tests' ui/test 2
! is_wanted http || node_suite 'HTTP tests' tests/http 2
# shellcheck disable=SC2086  # a command
! is_wanted http || node_suite 'HTTP tests on PostgreSQL' tests/http 2 $on_postgres
! is_wanted crash || node_suite 'crash tests' tests/crash 2
# shellcheck disable=SC2086  # a command
! is_wanted crash || node_suite 'crash tests on PostgreSQL' tests/crash 2 $on_postgres
! is_wanted peers || node_suite 'mail server tests' tests/peers 1
! is_wanted e2e || node_suite 'browser tests' tests/e2e 1

# fuzz_targets BUILD: builds and runs them all; the last line is a count.
fuzz_targets() {
    { [ -e "$1/build.ninja" ] || meson setup "$1" --native-file meson/fuzz.ini >/dev/null; } && ninja -C "$1" >/dev/null &&
        tools/run-fuzz.sh "$1" "${FUZZ_SECONDS:-60}"
}
if is_wanted fuzz && command -v clang >/dev/null; then
    echo '--- fuzz targets'
    log=$(mktemp)
    fuzz_targets "$build-fuzz" >"$log" 2>&1
    status=$?
    cat "$log"
    figures=$(sed -n '$s/^\([0-9]*\) passed, \([0-9]*\) failed$/\1 \2/p' "$log")
    # shellcheck disable=SC2086  # two numbers
    count 'fuzz targets' $status ${figures:-0 0}
    rm -f "$log"
fi

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
