#!/bin/sh
# check-headers.sh BUILD: compiles every header of src/ alone, with the generated ones of BUILD at hand.
set -u
build=$1
cd "$(dirname "$0")/.."
wrong=0
flags="-std=c17 -D_GNU_SOURCE -Wall -Wextra -Isrc -I$build/src/store/sql $(pkg-config --cflags glib-2.0 gmime-3.0 libpq)"
for header in $(find src -name '*.h' ! -name '*_internal.h' ! -name 'banned.h' | sort); do
    # shellcheck disable=SC2086  # a list of flags
    if ! printf '#include "%s"\n' "${header#src/}" | ${CC:-cc} $flags -include base/banned.h -fsyntax-only -x c -; then
        echo "$header does not compile alone"
        wrong=1
    fi
done
exit $wrong
