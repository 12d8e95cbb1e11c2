"""Gemini CLI: its chats and its telemetry."""
