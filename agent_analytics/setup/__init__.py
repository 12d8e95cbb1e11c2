"""Setting up coding agents to send their telemetry here, and undoing it.

One module per client says what its configuration should hold; `files` shows, applies and undoes changes;
`jsonc` edits JSON without disturbing what somebody wrote. Asking the user belongs to the command line.
"""
