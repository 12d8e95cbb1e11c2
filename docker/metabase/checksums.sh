#!/bin/sh
# Print the lines for .env that pin Metabase and its driver: docker/metabase/checksums.sh v0.58.15 1.5.5.0
# Compare the sums with those the projects publish before you trust them.
set -eu
metabase=${1:?a version of Metabase, such as v0.58.15}
driver=${2:?a version of the driver, such as 1.5.5.0}
sum() {
    curl --fail --location --silent --show-error "$1" | sha256sum | cut -d' ' -f1
}
echo "METABASE_VERSION=$metabase"
echo "METABASE_SHA256=$(sum "https://downloads.metabase.com/$metabase/metabase.jar")"
echo "DUCKDB_DRIVER_VERSION=$driver"
echo "DUCKDB_DRIVER_SHA256=$(sum "https://github.com/motherduckdb/metabase_duckdb_driver/releases/download/$driver/duckdb.metabase-driver.jar")"
