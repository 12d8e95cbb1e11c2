#!/bin/sh
# A sample company from its telemetry to dashboards that answer in a real Metabase.
set -eu
company=${SAMPLE_DIR:-/data/sample}
agent-analytics sample generate --out "$company" --developers 8 --days 21

AGENT_ANALYTICS_CONFIG="$company/agent-analytics.toml" agent-analytics sample refresh --dir "$company"
/app/docker/templates.sh
agent-analytics metabase plan      # exit code 2 if a second apply would change anything
agent-analytics metabase apply     # what was told once is not told again
agent-analytics metabase refresh
