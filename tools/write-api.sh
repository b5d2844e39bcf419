#!/bin/sh
# write-api.sh PROGRAM [FOLDER]: writes what follows from the program's tables below FOLDER (the project itself).
# With --check instead of a folder: tells which of these files differ from what the program prints, and ends with 1.
set -eu
program=$(realpath "$1")
cd "$(dirname "$0")/.."
wrong=0

# made FILE ARGUMENT...: what the program prints for the arguments belongs into FILE.
made() {
    file=$1
    shift
    if [ "$target" = --check ]; then
        "$program" "$@" | cmp -s - "$file" || { echo "$file is out of date: make api writes it"; wrong=1; }
    else
        mkdir -p "$(dirname "$target/$file")"
        "$program" "$@" >"$target/$file.new"
        mv "$target/$file.new" "$target/$file"
    fi
}
target=${2:-.}
made docs/openapi.json dev api
made ui/src/api.gen.ts dev api --typescript
made docs/rights.md dev rights
made docs/desk.conf.example dev config
exit $wrong
