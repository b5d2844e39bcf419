#!/bin/sh
# Checks what the compiler cannot see: which folder may use which library, that the rows of may_use in
# src/meson.build hold for tests of the eye as well, and that time, chance, SQL and jumps stay where they belong.
# Prints each offence as file:line and ends with 1 where there is one.
set -u
cd "$(dirname "$0")/.."
offences=$(mktemp)
trap 'rm -f "$offences"' EXIT

offence() { # offence WHY: notes the lines of grep on standard input
    sed "s|\$|  <- $1|" >>"$offences"
}

search() { # search PATTERN: in all C of src/, without comment lines
    grep -rnE --include='*.c' --include='*.h' "$1" src | grep -vE '^[^:]+:[0-9]+:[[:space:]]*(/?\*|//)'
}

# --- folders
sed -n "/^may_use = {/,/^}/s/^ *'\([a-z]*\)': \[\(.*\)\],\{0,1\}$/\1 \2/p" src/meson.build | tr -d "'," |
while read -r folder allowed; do
    [ -d "src/$folder" ] || continue
    pattern="$folder"
    for other in $allowed; do pattern="$pattern|$other"; done
    grep -rnE --include='*.c' --include='*.h' '^#include "[a-z]+/' "src/$folder" | grep -vE "#include \"($pattern)/"
done | offence 'this folder may not use that one (may_use in src/meson.build)'

# --- libraries: header, then the folders that may include it
while read -r header folders; do
    pattern=$(echo "$folders" | tr ' ' '|')
    grep -rnE --include='*.c' --include='*.h' "^#include <$header" src | grep -vE "^src/($pattern)/" |
        offence "only $folders may include <$header>"
done <<'ROWS'
sqlite3\.h store
libpq-fe\.h store
gmime/ mail
gumbo\.h mail
magic\.h mail
uchardet mail
ytnef\.h mail
seccomp\.h mail
linux/landlock\.h mail
curl/ mail jobs
microhttpd\.h web
zlib\.h mail web
cmark-gfm app
jansson\.h base
sodium\.h base
glib\.h base mail
unicode/ base mail search
ROWS

# --- places; a driver may speak to its own database to set itself up
search '[^_a-z.>](time|gettimeofday|ftime) ?\((NULL|&)|CLOCK_REALTIME' | grep -v '^src/base/clock\.c:' |
    offence 'only base/clock.c reads the time'
search '[^_a-z](getrandom|getentropy|arc4random|randombytes)[a-z_]* ?\(' | grep -v '^src/base/clock\.c:' |
    offence 'only base/clock.c makes chance'
search '"[[:space:]]*(SELECT|INSERT INTO|UPDATE [a-z_]+ SET|DELETE FROM)[[:space:]]' | grep -vE '^src/store/(list_query|db_sqlite|db_postgres)[a-z_]*\.c:' |
    offence 'SQL lives in src/store/sql'
search '^[[:space:]]*goto[[:space:]]' | offence 'no goto'

cat "$offences"
[ ! -s "$offences" ]
