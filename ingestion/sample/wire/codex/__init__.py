"""Codex: its rollouts and its telemetry."""
