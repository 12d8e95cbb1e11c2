#!/bin/sh
# Installs Metabase's validator and command line from npm into a folder of its own, then lets them judge.
set -eu

prefix=$(mktemp -d)
trap 'rm -rf "$prefix"' EXIT
npm install --silent --no-fund --no-audit --prefix "$prefix" \
    @metabase/representations@1.2.0 @metabase/cli@0.3.1
METABASE_TOOLS=$prefix/node_modules/.bin
export METABASE_TOOLS
.venv/bin/pytest -p no:cacheprovider tests/real_tools
