"""Where the dashboards are looked at: the local web view and a Metabase.

Reading files and environment belongs to `settings`.
"""

from pydantic import Field

from agent_analytics.source_settings import Section


class WebSettings(Section):
    """The local web view."""

    host: str = Field(
        "127.0.0.1",
        description="Address the web view listens on; any but loopback only inside a container.",
    )
    port: int = Field(8420, ge=1, le=65535, description="Port of the web view.")


class MetabaseSettings(Section):
    """A Metabase that shows the dashboards."""

    url: str = Field(
        "",
        pattern=r"^(https?://[^\s/@]+(/[^\s@]*)?)?$",
        description="Address of Metabase, such as `http://127.0.0.1:3001`; empty when there is none.",
    )
    database: str = Field(
        "agent_analytics", description="What Metabase calls the database of the snapshots."
    )
    serving_dir: str = Field(
        "",
        description="Folder of the snapshots as Metabase sees it, in a container for instance; "
        "the data directory's own when empty.",
    )
    memory_limit: str = Field(
        "1GB", pattern=r"^\d+(MB|GB)$", description="Memory that Metabase's queries may take."
    )
    key_env: str = Field(
        "METABASE_API_KEY",
        description="Environment variable that holds an API key; else the one that `metabase setup` made.",
    )
