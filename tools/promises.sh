#!/bin/sh
# promises.sh [NUMBER...]: the tests by what they prove: a guarantee (G1), an abuse case (AC-044), a fault (F-09), a rule (O2, I9).
# With numbers only those; the exit code tells whether each of them has a test.
set -eu
cd "$(dirname "$0")/.."

# Each test as "file<TAB>name": functions of C with the comment behind them, titles of TypeScript.
tests() {
    grep -rHoE '^static void [A-Za-z0-9_]+\(void \*\*state\)( */\*.*\*/)?' tests --include='*_test.c' |
        sed -E 's/^([^:]*):static void ([A-Za-z0-9_]+)\(void \*\*state\) *(.*)$/\1\t\2 \3/'
    grep -rHoE "\\btest\\(['\`\"].*" tests --include='*.test.ts' |
        sed -E "s/^([^:]*):test\\(['\`\"]/\\1\\t/; s/['\`\"],( \\{.*\\},)? (async )?\\(.*$//"
}

listed=$(tests | awk -F '\t' '{
    rest = " " $2 " "
    while (match(rest, /[^A-Za-z0-9](AC[-_]?[0-9][0-9][0-9]|F[-_]?[0-9][0-9]|[GIOPRAT][0-9][0-9]?)[^0-9A-Za-z]/)) {
        number = substr(rest, RSTART + 1, RLENGTH - 2)
        rest = substr(rest, RSTART + RLENGTH - 1)
        sub(/^AC[-_]?/, "AC-", number)
        sub(/^F[-_]?/, "F-", number)
        print number "\t" $1 "\t" $2
    }
}' | sort -uV)

if [ $# -eq 0 ]; then
    echo "$listed"
    exit 0
fi
missing=0
for number in "$@"; do
    echo "$listed" | grep -E "^$number	" || { echo "$number	has no test"; missing=1; }
done
exit $missing
