"""Copilot CLI: its session files and its telemetry."""
