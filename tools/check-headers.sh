#!/bin/sh
# check-headers.sh BUILD: compiles every header of src/ alone, with the generated ones of BUILD at hand.
set -eu
build=$1
cd "$(dirname "$0")/.."
flags="-std=c17 -D_GNU_SOURCE -Wall -Wextra -Isrc -I$build/src/store/sql -include base/banned.h"
flags="$flags $(pkg-config --cflags glib-2.0 gmime-3.0 libpq)"
export flags
find src -name '*.h' ! -name 'banned.h' -print0 | sort -z |
    xargs -0 -n 1 -P "$(nproc)" sh -c '
        printf "#include \"%s\"\n" "${1#src/}" | ${CC:-cc} $flags -fsyntax-only -x c - ||
            { echo "$1 does not compile alone"; exit 1; }' sh
