#!/bin/sh
# Set Metabase up and bring the dashboards there; what people changed in Metabase stays theirs.
set -eu
agent-analytics metabase wait
agent-analytics metabase setup --email "$METABASE_ADMIN_EMAIL" \
    --password-file "${METABASE_ADMIN_PASSWORD_FILE:-/run/secrets/metabase_admin_password}"
agent-analytics metabase apply --keep-user-changes
agent-analytics metabase verify
