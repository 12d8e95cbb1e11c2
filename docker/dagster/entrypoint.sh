#!/bin/sh
# Run a part of Dagster with what its files name: where the others are, and the password that lies in a file.
set -eu
export DAGSTER_POSTGRES_HOST="${DAGSTER_POSTGRES_HOST:-postgres}"
export DAGSTER_CODE_HOST="${DAGSTER_CODE_HOST:-code}"
export DAGSTER_ARTIFACTS="${DAGSTER_ARTIFACTS:-/tmp/dagster}"
DAGSTER_POSTGRES_PASSWORD=$(cat "${DAGSTER_DB_PASSWORD_FILE:-/run/secrets/dagster_db_password}")
export DAGSTER_POSTGRES_PASSWORD
exec "$@"
