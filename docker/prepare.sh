#!/bin/sh
# Make the folders and passwords that docker-compose.yml needs; what is there already stays as it is.
set -eu
umask 077
data=${DATA_DIR:-./data}
secrets=${SECRETS_DIR:-./secrets}
mkdir -p "$data/serving" "$data/repositories" "$data/otelcol/queue" "$data/otelcol/landing" "$secrets"
for name in postgres_password dagster_db_password metabase_db_password metabase_admin_password metabase_encryption_key; do
    if [ ! -s "$secrets/$name" ]; then
        # Letters and digits of 32 random bytes: Metabase refuses passwords that are common, not these.
        head -c 32 /dev/urandom | base64 | tr -d '+/=\n' > "$secrets/$name"
    fi
done
user=$(id -u) group=$(id -g)
if [ "$user" = 0 ]; then
    # Nothing runs as root, so what root makes here belongs to an ordinary user.
    user=1000 group=1000
    chown -R "$user:$group" "$data" "$secrets"
fi
if [ ! -e .env ]; then
    cp .env.example .env
    printf '\nRUN_AS_UID=%s\nRUN_AS_GID=%s\n' "$user" "$group" >> .env
fi
echo "Ready. The password of Metabase's administrator is in $secrets/metabase_admin_password."
