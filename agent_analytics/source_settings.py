"""What each source can be told: one section of the settings per source, `[sources.<name>]`.

A source that is not configured reads its default places, if it has any, and is silent where there is
nothing. Reading files and environment belongs to `settings`.
"""

from pydantic import BaseModel, ConfigDict, Field


class Section(BaseModel):
    """A table of the settings file: frozen, and no key is unknown."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class PathsSource(Section):
    """A source that reads files under some folders."""

    paths: list[str] = Field(
        [], description="Folders or files, searched recursively; globs and ~ allowed."
    )


class ClaudeCodeSource(Section):
    """Claude Code's own transcripts."""

    paths: list[str] = Field(
        ["~/.claude/projects"],
        description="Folders of Claude Code transcripts; globs and ~ allowed.",
    )


class OtlpSource(Section):
    """Files written by the OpenTelemetry Collector's file exporter."""

    paths: list[str] = Field(
        [],
        description="Files or folders of collector output (.jsonl, .jsonl.gz, .zst); globs allowed.",
    )


class GitSource(Section):
    """Local clones."""

    repositories: list[str] = Field(
        [], description="Local clones, bare or not; globs and ~ allowed."
    )


class SourcesSettings(Section):
    """What to read."""

    claude_code: ClaudeCodeSource = ClaudeCodeSource()
    otlp: OtlpSource = OtlpSource()
    git: GitSource = GitSource()
