"""What the receiver can be told: where it listens, whom it answers, how much it holds.

Reading files and environment belongs to `settings`.
"""

from pydantic import Field

from agent_analytics.source_settings import Section


class CollectSettings(Section):
    """The receiver of telemetry and hooks."""

    host: str = Field(
        "127.0.0.1",
        description="Address to listen on; any but loopback needs a key (`agent-analytics keys create`).",
    )
    http_port: int = Field(4318, ge=0, le=65535, description="Port of OTLP/HTTP and the hooks.")
    grpc_port: int = Field(
        4317, ge=-1, le=65535, description="Port of OTLP/gRPC; -1 turns it off, 0 takes a free one."
    )
    allowed_hosts: list[str] = Field(
        [], description="Names a request may address the receiver by, besides loopback ones."
    )
    allowed_origins: list[str] = Field(
        [], description="Web origins whose pages may send; none by default."
    )
    quota_mb: int = Field(2048, ge=1, description="Most that may wait to be loaded, in megabytes.")
    archive_days: int = Field(30, ge=0, description="Days a loaded segment is kept for replays.")
    archive_mb: int = Field(
        4096,
        ge=0,
        description="Most that loaded segments may hold, in megabytes; the oldest go first, and the dead "
        "letters in them expire.",
    )
