#!/bin/sh
# run.sh PROGRAM DATA: makes the demo desk in DATA if there is none, says how to get in, serves it.
set -eu
program=$1
data=$2

if [ ! -e "$data/secret.key" ]; then
    echo "Making the demo desk in $data"
    "$program" dev demo --data "$data"
fi

cat <<TEXT

  Open      http://${BUCKSTOP_HTTP:-127.0.0.1:8080}
  Sign in   amara@cedarandspoke.example, password cedar-and-spoke
  Write in  printf 'From: you@example.org\nTo: help@cedarandspoke.example\nSubject: My brake squeals\n\nSince Monday.\n' |
              $program ingest --data $data
            or by LMTP at ${BUCKSTOP_LMTP:-127.0.0.1:2424}. What leaves the desk lies in $data/outbox.

TEXT
exec "$program" serve --data "$data"
