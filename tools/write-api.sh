#!/bin/sh
# write-api.sh [--check]
# Writes what follows from the program's tables: the description of the API, the app's types, the table of rights.
# With --check nothing is written; the exit code is 1 where a committed copy differs.
set -eu
cd "$(dirname "$0")/.."
program=${BUCKSTOP:-build/buckstop}
draft=$(mktemp)
trap 'rm -f "$draft"' EXIT
differs=0

made() { # made FILE COMMAND…
    file=$1
    shift
    "$program" "$@" >"$draft"
    if cmp -s "$draft" "$file"; then
        return
    elif [ "$check" = yes ]; then
        echo "$file differs from \`buckstop $*\`: run make api" >&2
        differs=1
    else
        cat "$draft" >"$file"
    fi
}

check=no
[ "${1-}" != --check ] || check=yes
made docs/openapi.json dev api
made ui/src/api.gen.ts dev api --typescript
made docs/rights.md dev rights
exit $differs
