#!/bin/sh
# install-packages.sh GROUP...
# Installs the Debian packages of the groups (run, test, bench, fmt, fuzz) that are missing; says nothing when none is.
set -eu

run_packages='
gcc libc6-dev make meson ninja-build pkg-config
libmicrohttpd-dev libsqlite3-dev libpq-dev
libgmime-3.0-dev libcurl4-gnutls-dev libgumbo-dev libcmark-gfm-dev libcmark-gfm-extensions-dev
libjansson-dev libtalloc-dev libicu-dev libglib2.0-dev libsodium-dev libseccomp-dev libgnutls28-dev
libuchardet-dev libmagic-dev libytnef0-dev zlib1g-dev tzdata ca-certificates
'
test_packages='
libcmocka-dev
postgresql-15 sqlite3 dovecot-imapd dovecot-pop3d postfix swaks msmtp
chromium curl procps strace
python3-dkim python3-nacl
'
bench_packages='wrk'
fmt_packages='clang-format git'
fuzz_packages='clang libclang-rt-14-dev'

wanted=
for group; do
    case $group in
    run) wanted="$wanted $run_packages" ;;
    test) wanted="$wanted $test_packages" ;;
    fuzz) wanted="$wanted $fuzz_packages" ;;
    fmt) wanted="$wanted $fmt_packages" ;;
    bench) wanted="$wanted $bench_packages" ;;
    *) echo "install-packages.sh: there is no group $group" >&2; exit 2 ;;
    esac
done
# shellcheck disable=SC2086  # a list of words
installed=$(dpkg-query -W -f '${Package}=${Status}\n' $wanted 2>/dev/null | sed -n 's/=install ok installed$//p')
missing=
for package in $wanted; do
    case "
$installed
" in
    *"
$package
"*) ;;
    *) missing="$missing $package" ;;
    esac
done
# An image may bring a Node and npm of its own; Debian's packages would not go together with these.
command -v npm >/dev/null || missing="$missing npm"

[ -n "$missing" ] || exit 0

if [ "$(id -u)" = 0 ]; then
    as_root=
elif command -v sudo >/dev/null; then
    as_root=sudo
else
    echo "These packages are missing, and only root can install them:$missing" >&2
    exit 1
fi

echo "Installing:$missing"
log=$(mktemp)
trap 'rm -f "$log"' EXIT

# Nothing that is installed here is to be started: tests run servers of their own, from folders of their own.
policy=/usr/sbin/policy-rc.d
if [ ! -e $policy ]; then
    printf '#!/bin/sh\nexit 101\n' | $as_root tee $policy >/dev/null
    $as_root chmod +x $policy
    trap 'rm -f "$log"; $as_root rm -f $policy' EXIT
fi
quietly() {
    if ! "$@" >"$log" 2>&1; then
        cat "$log" >&2
        return 1
    fi
}
quietly $as_root env DEBIAN_FRONTEND=noninteractive apt-get update
# shellcheck disable=SC2086
quietly $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $missing
