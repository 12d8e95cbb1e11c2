#!/bin/sh
# Start Metabase with the passwords that lie in files: it reads them from its environment only.
set -eu
MB_DB_PASS=$(cat /run/secrets/metabase_db_password)
MB_ENCRYPTION_SECRET_KEY=$(cat /run/secrets/metabase_encryption_key)
export MB_DB_PASS MB_ENCRYPTION_SECRET_KEY
exec "$@"
