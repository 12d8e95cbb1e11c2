#!/usr/bin/env bash
# Bring a sample company's dashboards to a real Metabase in containers: scripts/e2e_metabase.sh v0.58.15 1.5.5.0
# Needs Docker with compose and access to the downloads; takes some minutes and leaves nothing behind.
set -euo pipefail
cd "$(dirname "$0")/.."
version=${1:?a version of Metabase, such as v0.58.15}
driver=${2:-1.5.5.0}
work=$(mktemp -d)
export COMPOSE_PROJECT_NAME=agent-analytics-e2e DATA_DIR=$work/data SECRETS_DIR=$work/secrets
export RUN_AS_UID RUN_AS_GID METABASE_PORT=13001
RUN_AS_UID=$(id -u)
RUN_AS_GID=$(id -g)
eval "$(docker/metabase/checksums.sh "$version" "$driver" | sed 's/^/export /')"
trap 'docker compose --profile e2e down --volumes --remove-orphans; rm -rf "$work"' EXIT
docker/prepare.sh
docker compose --profile e2e up --build --abort-on-container-exit --exit-code-from e2e postgres metabase e2e
