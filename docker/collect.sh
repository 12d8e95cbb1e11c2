#!/bin/sh
# Receive telemetry. Whoever sends from outside the container needs a key; the first one is made here.
set -eu
key=${AGENT_ANALYTICS_DATA_DIR:-/data}/state/first_collector_key
if [ -z "$(agent-analytics keys list | tail -n +3)" ]; then
    umask 077
    mkdir -p "$(dirname "$key")"
    agent-analytics keys create laptops > "$key"
    echo "The key that agents send with is in $key; more with: agent-analytics keys create NAME" >&2
fi
exec agent-analytics collect
