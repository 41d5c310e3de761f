#!/bin/sh
# Make .venv ready: `sh scripts/setup.sh run` to run Stepladder, `sh scripts/setup.sh dev` to test and develop it.
# Needs only Python 3.11 or newer. Everything is installed by the hashes in requirements/*.lock.
set -eu
cd "$(dirname "$0")/.."
kind="${1:-run}"
lock="requirements/$kind.lock"
started=$(date +%s)

say() { printf '%s\n' "$*"; }
stop() { printf '\nStepladder cannot start: %s\n' "$*" >&2; exit 1; }

# Words a Python of any age understands.
new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }

find_python() {
    if [ -n "${PYTHON:-}" ]; then
        new_enough "$PYTHON" || stop "PYTHON=$PYTHON is not a Python 3.11 or newer."
        echo "$PYTHON"
        return
    fi
    for name in python3 python3.14 python3.13 python3.12 python3.11 python; do
        if command -v "$name" >/dev/null 2>&1 && new_enough "$name"; then
            echo "$name"
            return
        fi
    done
    found=$(python3 --version 2>&1) || found="no python3 at all"
    stop "it needs Python 3.11 or newer and found $found. Install a newer Python, or name one: make run PYTHON=/path/to/python3."
}

# A folder with pip in it; Debian and Ubuntu leave ensurepip out of their python3 package.
make_venv() {
    rm -rf .venv
    if "$python" -c 'import ensurepip, venv' >/dev/null 2>&1 && "$python" -m venv .venv >/dev/null 2>&1; then
        return
    fi
    rm -rf .venv
    package="python$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')-venv"
    command -v apt-get >/dev/null 2>&1 ||
        stop "this Python cannot make a virtual environment (its ensurepip module is missing). Install that part of Python, then run this again."
    if [ "$(id -u)" = 0 ]; then
        root=""
    elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
        root="sudo -n"
    else
        stop "the system package $package is missing. Ask an administrator for: apt-get install $package"
    fi
    say "Installing the system package $package ..."
    log=$(mktemp)
    install="$root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $package"
    { $install || { $root apt-get update && $install; }; } >"$log" 2>&1 || {
        tail -n 5 "$log" >&2
        stop "apt-get could not install $package (its last words are above)."
    }
    rm -f "$log"
    "$python" -m venv .venv || stop "$python could not make a virtual environment in .venv (its words are above)."
}

# uv is quick; pip, which reads the machine's own package settings, is the way out where uv finds no index.
install() {
    if [ -x .venv/bin/uv ] && .venv/bin/uv pip install --quiet --python .venv/bin/python "$@"; then
        return
    fi
    say "Trying again with pip ..."
    .venv/bin/python -m pip install --quiet --disable-pip-version-check "$@" || stop \
        "the packages could not be installed (the reason is above). Is the package index reachable from here? Behind a proxy set HTTPS_PROXY; for a mirror use pip's own settings."
}

# What is installed is known by the locks, the project's own description, and where this folder lies.
stamp=$( (cat requirements/installer.lock "$lock" pyproject.toml scripts/setup.sh; pwd) | cksum | tr ' ' '-')
is_ready() { [ "$(cat ".venv/.ready-$1" 2>/dev/null)" = "$stamp" ] && .venv/bin/python -c '' 2>/dev/null; }

is_ready "$kind" && exit 0
[ -f "$lock" ] || stop "the file $lock is missing from this copy of Stepladder."

python=$(find_python)
if ! { new_enough .venv/bin/python && .venv/bin/python -m pip --version >/dev/null 2>&1; }; then
    say "Making .venv with $("$python" --version 2>&1) ..."
    make_venv
fi
if [ "$(cat .venv/.ready-uv 2>/dev/null)" != "$(cksum <requirements/installer.lock)" ]; then
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/installer.lock \
        && cksum <requirements/installer.lock >.venv/.ready-uv \
        || say "uv could not be installed; going on with pip, which is slower."
fi
say "Installing what $lock names ..."
install --require-hashes -r "$lock"
install --no-deps --no-build-isolation --editable .
echo "$stamp" >".venv/.ready-$kind"
say "Installed in $(($(date +%s) - started)) s."
