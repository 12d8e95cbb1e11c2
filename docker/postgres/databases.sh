#!/bin/sh
# One database and one owner for each of Dagster and Metabase, made when the server is first started.
set -eu
for name in dagster metabase; do
    psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --username postgres \
        --set name="$name" --set password="$(cat "${SECRETS_FOLDER:-/run/secrets}/${name}_db_password")" <<'SQL'
create role :"name" login password :'password';
create database :"name" owner :"name";
SQL
done
# A run writes a thousand events before it begins. The last ones may be lost in a power cut: they are history only.
psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --username postgres \
    --command 'alter role dagster set synchronous_commit = off'
