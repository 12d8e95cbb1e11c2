#!/usr/bin/env bash
# Make or update the project's own environment in .venv from nothing but python3 >= 3.11.
# Installs uv inside .venv when there is none; never touches another environment.
set -euo pipefail
cd "$(dirname "$0")/.."
unset VIRTUAL_ENV PYTHONHOME PYTHONPATH

suitable() {
    "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null
}

if [ ! -x .venv/bin/python ] || ! suitable .venv/bin/python; then
    for candidate in "${PYTHON:-python3}" python3.13 python3.12 python3.11; do
        if command -v "$candidate" >/dev/null && suitable "$candidate"; then
            python=$candidate
            break
        fi
    done
    if [ -z "${python:-}" ]; then
        echo "No Python 3.11 to 3.13 found. Install one, or name it: make PYTHON=/path/to/python3 …" >&2
        exit 1
    fi
    rm -rf .venv
    if ! "$python" -m venv .venv 2>/dev/null; then
        rm -rf .venv
        if command -v uv >/dev/null; then
            uv venv --quiet --python "$python" .venv
        else
            echo "$python cannot make environments; install its venv module (Debian: python3-venv)." >&2
            exit 1
        fi
    fi
fi

uv=.venv/bin/uv
if [ ! -x "$uv" ]; then
    if .venv/bin/python -m pip --version >/dev/null 2>&1; then
        .venv/bin/python -m pip install --quiet --disable-pip-version-check 'uv>=0.5' 2> >(grep -v '^WARNING' >&2)
    else
        uv=$(command -v uv)
    fi
fi

# The stamp says which lock file the environment was made from, so that an unchanged one costs nothing.
stamp=.venv/.synced
if [ ! -f "$stamp" ] || [ uv.lock -nt "$stamp" ] || [ pyproject.toml -nt "$stamp" ]; then
    # Compiled once here, since a machine may be told to write no bytecode later.
    "$uv" sync --frozen --inexact --quiet --compile-bytecode --python .venv/bin/python
    touch "$stamp"
fi
