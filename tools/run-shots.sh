#!/bin/sh
# Takes a picture of every screen in both themes: build/shots.
set -eu
cd "$(dirname "$0")/.."
build=${BUILD:-build}
PATH=$PWD/ui/node_modules/.bin:$PATH
BUCKSTOP=$PWD/$build/buckstop node tests/e2e/shots.ts "$build/shots"
