#!/bin/sh
# with-postgres.sh [--if-there] COMMAND [ARGUMENT...]
# Runs COMMAND with BUCKSTOP_TEST_POSTGRES set to the address of a PostgreSQL server that exists only for it: no TCP
# port, a folder of its own, no fsync. A server that is already named in that variable is used as it is, so that one
# server can serve a whole run. Where PostgreSQL is not installed it exits with 77 (skipped), or with --if-there runs
# COMMAND without the variable.
set -eu

if_there=
if [ "$1" = --if-there ]; then
    if_there=yes
    shift
fi

if [ -n "${BUCKSTOP_TEST_POSTGRES:-}" ]; then
    exec "$@"
fi

bin=
for folder in $(dirname "$(command -v initdb || echo /none/initdb)") /usr/lib/postgresql/*/bin; do
    if [ -x "$folder/initdb" ]; then
        bin=$folder
    fi
done
if [ -z "$bin" ] && [ -n "$if_there" ]; then
    exec "$@"
elif [ -z "$bin" ]; then
    echo "1..0 # SKIP PostgreSQL is not installed"
    exit 77
fi

# PostgreSQL refuses to run as root.
as_server=
if [ "$(id -u)" = 0 ]; then
    as_server="runuser -u postgres --"
fi

dir=$(mktemp -d "${TMPDIR:-/tmp}/pg.XXXXXX")
chmod 755 "$dir"
if [ -n "$as_server" ]; then
    chown postgres "$dir"
fi
# Away from a folder that the server's user may not enter.
stop() {
    (cd / && $as_server "$bin/pg_ctl" -D "$dir/data" -m immediate -s stop) || true
    rm -rf "$dir"
}
trap stop EXIT
trap 'exit 130' INT TERM

(
    cd /
    $as_server "$bin/initdb" -D "$dir/data" -U desk -A trust -E UTF8 --locale=C.UTF-8 --no-sync >"$dir/log" 2>&1 || { cat "$dir/log" >&2; exit 1; }
    $as_server "$bin/pg_ctl" -D "$dir/data" -l "$dir/data/server.log" -s -w \
        -o "-c listen_addresses='' -c unix_socket_directories='$dir' -c fsync=off -c max_connections=200" start >"$dir/log" 2>&1 || { cat "$dir/log" "$dir/data/server.log" >&2; exit 1; }
)
BUCKSTOP_TEST_POSTGRES="postgresql:///postgres?host=$dir&user=desk"
export BUCKSTOP_TEST_POSTGRES
"$@"
