"""What a set-up asks of every client: where telemetry goes, with which key, and how much it may say."""

from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Wish:
    """Where and what clients shall send.

    `http` and `grpc` are base addresses without a path. `key` is an ingest key, None on loopback. `tier` is
    the privacy tier: below 2 no client is asked for prompts or tool parameters. `team` goes into the
    resource attributes. `project` limits the set-up to one folder where the client allows it. `has_hooks` says
    whether hooks report, `hook_spool` the folder they append to, None when nothing does.
    """

    home: Path
    http: str = "http://127.0.0.1:4318"
    grpc: str = "http://127.0.0.1:4317"
    key: str | None = None
    tier: int = 1
    team: str | None = None
    project: Path | None = None
    replace: bool = False
    has_hooks: bool = True
    hook_spool: Path | None = None

    @property
    def is_local(self) -> bool:
        """Return whether telemetry stays on this machine."""
        host = urlsplit(self.http).hostname or ""
        try:
            return host == "localhost" or ip_address(host).is_loopback
        except ValueError:
            return False

    @property
    def headers(self) -> str | None:
        """Return the OTLP headers in the form of the OpenTelemetry environment; None without a key."""
        return f"Authorization=Bearer {self.key}" if self.key else None

    @property
    def resource_attributes(self) -> str | None:
        """Return the resource attributes in the same form; None when there is nothing to say."""
        return f"team={self.team}" if self.team else None

    def otlp_environment(self) -> dict[str, str]:
        """Return the variables that point any OpenTelemetry client here."""
        wanted = {
            "OTEL_EXPORTER_OTLP_PROTOCOL": "http/protobuf",
            "OTEL_EXPORTER_OTLP_ENDPOINT": self.http,
            "OTEL_EXPORTER_OTLP_HEADERS": self.headers,
            "OTEL_RESOURCE_ATTRIBUTES": self.resource_attributes,
        }
        return {name: value for name, value in wanted.items() if value}


@dataclass(frozen=True, slots=True)
class Conflict:
    """A setting that somebody gave another value; it is left as it is unless replacing was asked for."""

    path: Path
    setting: str
    present: str
    wanted: str
