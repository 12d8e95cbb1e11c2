"""`python -m agent_analytics.cli`: the command line without its installed script."""

from agent_analytics.cli import main

main()
