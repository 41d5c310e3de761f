#!/bin/sh
# Write the locks anew: exact versions with hashes, for every platform, naming no address to fetch from.
#   sh scripts/lock.sh            keep what is locked where pyproject.toml still allows it
#   sh scripts/lock.sh --upgrade  take the newest
set -eu
cd "$(dirname "$0")/.."
uv=".venv/bin/uv"
upgrade="${1:-}"

compile() {
    "$uv" pip compile $upgrade --quiet --universal --generate-hashes --no-emit-index-url \
        --python-version 3.11 --custom-compile-command "make lock" "$@"
}

compile requirements/installer.in -o requirements/installer.lock
compile pyproject.toml requirements/build.in --extra server -o requirements/run.lock
# What the tests run on is what people run: dev.lock adds to run.lock and never differs from it.
compile pyproject.toml requirements/build.in --extra server --extra dev -c requirements/run.lock \
    -o requirements/dev.lock
# The fuzzer has a place of its own, so that nobody needs it to run the tests.
compile pyproject.toml requirements/build.in requirements/fuzz.in -c requirements/run.lock -o requirements/fuzz.lock
# So do the peers of the benchmarks; Stepladder is not installed among them.
compile requirements/bench.in -c requirements/run.lock -o requirements/bench.lock

if grep -nE '://|file:' requirements/*.lock; then
    echo "A lock names an address to fetch from (lines above). Locks hold names, versions and hashes only." >&2
    exit 1
fi
echo "Locked: $(grep -c '==' requirements/run.lock) packages to run, $(grep -c '==' requirements/dev.lock) to develop."
