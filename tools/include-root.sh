#!/bin/sh
# include-root.sh SOURCE BUILD LAYER FOLDER...
# Makes BUILD/inc/LAYER with a link to SOURCE/LAYER and to each SOURCE/FOLDER, and nothing else.
set -eu
source=$1 root=$2/inc/$3
shift 2
rm -rf "$root"
mkdir -p "$root"
for folder; do
    if [ "$folder" != all ]; then
        ln -s "$source/$folder" "$root/$folder"
    fi
done
