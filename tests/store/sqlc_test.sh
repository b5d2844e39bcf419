#!/bin/sh
# What tools/sqlc makes of SQL, and which mistakes end the build. Argument: the program. Prints TAP.
set -u
sqlc=$1
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
mkdir -p "$dir/sql/sqlite" "$dir/sql/postgres" "$dir/migrations"
number=0

# compile FILE TEXT: puts TEXT into FILE of the SQL folder and compiles all of it
compile() {
    printf '%s\n' "$2" >"$dir/sql/$1"
    "$sqlc" "$dir/sql" "$dir/migrations" "$dir/q.h" "$dir/q.c" "$dir/q.d" >"$dir/said" 2>&1
}
clean() {
    rm -f "$dir"/sql/*.sql "$dir"/sql/*/*.sql "$dir"/migrations/*.sql
}
report() {
    number=$((number + 1))
    if [ "$1" -eq 0 ]; then
        echo "ok $number - $2"
    else
        echo "not ok $number - $2"
        sed 's/^/# /' "$dir/said"
    fi
}
# makes NAME TEXT WANTED…: TEXT compiles, and each WANTED stands in what was made
makes() {
    name=$1 failed=0
    compile a.sql "$2" || failed=1
    shift 2
    for wanted; do
        grep -qF -- "$wanted" "$dir/q.c" || { failed=1; echo "missing: $wanted" >>"$dir/said"; }
    done
    report $failed "$name"
    clean
}
# refuses NAME FILE TEXT SAID: the build ends and says SAID
refuses() {
    compile "$2" "$3"
    if [ $? -ne 0 ] && grep -qF -- "$4" "$dir/said"; then report 0 "$1"; else report 1 "$1"; fi
    clean
}

echo 1..14
makes 'parameters are numbered by first appearance, for each database in its own way' \
    '-- one
SELECT :b, :a, :b;' '"SELECT ?1, ?2, ?1"' '"SELECT $1, $2, $1"' '{ "b", "a", NULL }'
makes 'texts, casts and comments hold no parameters' \
    "-- one
SELECT ':no', \"a:b\", x::text, :yes /* :neither */ -- :nor this; not an end
FROM t;" "\"SELECT ':no', \\\"a:b\\\", x::text, ?1 FROM t\"" '1, (const char *const[]){ "yes", NULL }'
makes 'a semicolon in a text ends nothing' "-- one
SELECT 'a;b' FROM t;" "'a;b' FROM t"
makes 'a comment of several words is no name' '-- About this file.
-- one
-- What it is for.
SELECT 1;' '[Q_ONE] = { "one"'
refuses 'a statement without a name' a.sql 'SELECT 1;' 'a.sql:1: error: a statement without a line'
refuses 'a statement without an end' a.sql '-- one
SELECT 1' 'has no semicolon'
refuses 'a text without an end' a.sql "-- one
SELECT 'x;" 'has no end'
compile b.sql '-- one
SELECT 1;'
refuses 'a name that stands twice' a.sql '-- one
SELECT 2;' 'stands already in'
refuses 'a statement for one database only' sqlite/a.sql '-- one
SELECT 1;' 'is missing in postgres/'
compile sqlite/a.sql '-- one
SELECT :a;'
refuses 'two texts that take other parameters' postgres/a.sql '-- one
SELECT 1 + :b;' 'takes other parameters'
compile sqlite/a.sql '-- one
SELECT 1;'
refuses 'two texts that are the same' postgres/a.sql '-- one
SELECT 1;' 'belongs in the common folder'

cat >"$dir/migrations/0001_desk.sql" <<'SQL'
CREATE TABLE a (id bigint PRIMARY KEY, b_id bigint, x bytea, FOREIGN KEY (b_id) REFERENCES b (id), CHECK (id > 0));
CREATE TABLE b (id bigint PRIMARY KEY);
SQL
makes 'a schema gets each database its words, and PostgreSQL its foreign keys at the end' '' \
    'CREATE TABLE a (id integer PRIMARY KEY, b_id integer, x blob, FOREIGN KEY (b_id) REFERENCES b (id), CHECK (id > 0))' \
    'CREATE TABLE a (id bigint PRIMARY KEY, b_id bigint, x bytea, CHECK (id > 0))' \
    'ALTER TABLE a ADD FOREIGN KEY (b_id) REFERENCES b (id)'
cat >"$dir/migrations/0001_desk.sql" <<'SQL'
CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT 1; SELECT 2; END;
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
SQL
makes 'a trigger is one statement' '' 'BEGIN SELECT 1; SELECT 2; END",' '$$ BEGIN RETURN NEW; END $$",'
cat >"$dir/migrations/0001_desk.sql" <<'SQL'
CREATE TABLE a (word text PRIMARY KEY CHECK (word IN ('x','y','z')), n bigint CHECK (n IN (1,2)));
SQL
makes 'SQLite gets lists of words spelled out, and a table under its own key' '' \
    "CREATE TABLE a (word text PRIMARY KEY CHECK ((word = 'x' OR word = 'y' OR word = 'z')), n integer CHECK (n IN (1,2))) WITHOUT ROWID\"," \
    "CREATE TABLE a (word text PRIMARY KEY CHECK (word IN ('x','y','z')), n bigint CHECK (n IN (1,2)))\","
