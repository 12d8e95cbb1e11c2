#!/bin/sh
# Write the documentation of the models as one page and serve it. No warehouse is opened.
set -eu
site=${DOCS_DIR:-/tmp/site}
project=$(python -c 'from orchestration.transformation.project import project_folder; print(project_folder())')
export WAREHOUSE_ADDRESS=:memory:
dbt --quiet docs generate --static --empty-catalog \
    --project-dir "$project" --profiles-dir "$project" --target-path "$site" --log-path "$site/logs"
mkdir -p "$site/public"
cp "$site/static_index.html" "$site/public/index.html"
exec python -m http.server "${DOCS_PORT:-8421}" --bind "${DOCS_HOST:-0.0.0.0}" --directory "$site/public"
