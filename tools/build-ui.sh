#!/bin/sh
# Builds the agent app into ui/dist, unless it is newer than all that it is made of.
set -eu
cd "$(dirname "$0")/../ui"
[ -e package.json ] || exit 0

# Installs what the lock file names. Debian's npm makes no link for a program called node.
install()
{
    npm ci --no-audit --no-fund --loglevel=error "$@"
    mkdir -p node_modules/.bin
    for node in node_modules/node-linux-*/bin/node; do
        ln -sf "../${node#node_modules/}" node_modules/.bin/node
    done
}

# npm leaves out optional packages that the Node which it runs on is too old for. So the pinned one comes first, and npm runs
# on it for the rest; Debian's npm finds its own parts by NODE_PATH then.
stamp=node_modules/.installed
if [ ! -e $stamp ] || [ package-lock.json -nt $stamp ] || [ package.json -nt $stamp ]; then
    echo "Installing the app's packages"
    install --omit=dev
    (
        PATH=$PWD/node_modules/.bin:$PATH
        NODE_PATH=/usr/share/nodejs
        export PATH NODE_PATH
        install
    )
    touch $stamp
fi

# The Node that package.json pins stands before the one that the machine has.
PATH=$PWD/node_modules/.bin:$PATH
export PATH
if [ ! -e dist/index.html ] || [ -n "$(find . -path ./node_modules -prune -o -path ./dist -prune -o -type f -newer dist/index.html -print | head -n 1)" ]; then
    echo "Building the app"
    npm run --silent build
    touch dist/index.html
fi
