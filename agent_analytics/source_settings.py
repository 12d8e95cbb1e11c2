"""What each source can be told: one section of the settings per source, `[sources.<name>]`.

A source that is not configured reads its default places, if it has any, and is silent where there is
nothing. Reading files and environment belongs to `settings`.
"""

import os
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field


def usable_path(value: str) -> str:
    """Return the text of a path as it is. Raises `ValueError` for one that names nothing."""
    if not value.strip():
        message = "a path is empty; write '.' for the folder itself"
        raise ValueError(message)
    if "\0" in value:
        message = "a path holds a NUL character; remove it"
        raise ValueError(message)
    if os.path.expanduser(value).startswith("~"):  # noqa: PTH111 - unlike Path, leaves an unknown user
        message = "there is no such user; write './~…' for a folder whose name begins with ~"
        raise ValueError(message)
    return value


PathText = Annotated[str, AfterValidator(usable_path)]
"""A path or glob as somebody wrote it."""


class Section(BaseModel):
    """A table of the settings file: frozen, and no key is unknown."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class PathsSource(Section):
    """A source that reads files under some folders."""

    paths: list[PathText] = Field(
        [], description="Folders or files, searched recursively; globs and ~ allowed."
    )


class ClaudeCodeSource(Section):
    """Claude Code's own transcripts."""

    paths: list[PathText] = Field(
        ["~/.claude/projects"],
        description="Folders of Claude Code transcripts; globs and ~ allowed.",
    )


class CodexSource(PathsSource):
    """Codex's rollouts."""

    paths: list[PathText] = Field(
        ["~/.codex/sessions", "~/.codex/archived_sessions"],
        description="Folders or files of Codex rollouts (.jsonl, .zst, .gz); globs and ~ allowed.",
    )


class OtlpSource(Section):
    """Files written by the OpenTelemetry Collector's file exporter."""

    paths: list[PathText] = Field(
        [],
        description="Files or folders of collector output (.jsonl, .jsonl.gz, .zst); globs allowed.",
    )


class CopilotCliSource(PathsSource):
    """GitHub Copilot CLI's session files."""

    paths: list[PathText] = Field(
        ["~/.copilot/session-state", "~/.copilot/otel"],
        description="Folders of Copilot CLI sessions and exported spans; globs and ~ allowed.",
    )


class LitellmSource(PathsSource):
    """What a LiteLLM proxy logged."""

    paths: list[PathText] = Field(
        [],
        description="Folders or files of proxy logs and spend logs as JSON lines, rotated or compressed "
        "too; globs and ~ allowed.",
    )


class GeminiCliSource(PathsSource):
    """Gemini CLI's chat files."""

    paths: list[PathText] = Field(
        ["~/.gemini/tmp"], description="Folders of Gemini CLI's chats; globs and ~ allowed."
    )


class OpencodeSource(PathsSource):
    """opencode's database."""

    paths: list[PathText] = Field(
        ["~/.local/share/opencode"],
        description="opencode's data folders or databases; globs and ~ allowed.",
    )


class GitSource(Section):
    """Local clones."""

    repositories: list[PathText] = Field(
        [], description="Local clones, bare or not; globs and ~ allowed."
    )


class GithubSource(Section):
    """Repositories on GitHub, or on a server of one's own that speaks its interface."""

    base_url: str = Field(
        "https://api.github.com",
        pattern=r"^https?://[^\s/@]+(/[^\s@]*)?$",
        description="Address of the interface; `https://HOST/api/v3` for a server of one's own.",
    )
    repositories: list[Annotated[str, Field(pattern=r"^[\w.-]+/[\w.-]+$")]] = Field(
        [], description="Repositories whose pull requests to read, as `owner/name`."
    )
    token_env: str = Field(
        "GITHUB_TOKEN", description="Environment variable that holds the token; it is never stored."
    )


class CopilotSource(Section):
    """GitHub's reports on Copilot: usage, seats and bills."""

    base_url: str = Field(
        "https://api.github.com",
        pattern=r"^https?://[^\s/@]+(/[^\s@]*)?$",
        description="Address of the interface.",
    )
    organizations: list[Annotated[str, Field(pattern=r"^[\w.-]+$")]] = Field(
        [], description="Organisations whose reports to read."
    )
    enterprises: list[Annotated[str, Field(pattern=r"^[\w.-]+$")]] = Field(
        [], description="Enterprises whose reports to read, as in their addresses."
    )
    token_env: str = Field(
        "GITHUB_TOKEN", description="Environment variable that holds the token; it is never stored."
    )
    since: Annotated[str, Field(pattern=r"^(\d{4}-\d{2}-\d{2})?$")] = Field(
        "",
        description="First day to read, `YYYY-MM-DD`; 28 days back when empty. GitHub keeps a year.",
    )


class CopilotLegacySource(PathsSource):
    """Saved answers of the metrics interface that GitHub closed on 2026-04-02."""

    paths: list[PathText] = Field(
        [],
        description="Folders or files of saved answers (.json), one folder per organisation or team; "
        "globs and ~ allowed.",
    )


class SourcesSettings(Section):
    """What to read."""

    claude_code: ClaudeCodeSource = ClaudeCodeSource()
    codex: CodexSource = CodexSource()
    copilot_cli: CopilotCliSource = CopilotCliSource()
    litellm: LitellmSource = LitellmSource()
    gemini_cli: GeminiCliSource = GeminiCliSource()
    opencode: OpencodeSource = OpencodeSource()
    otlp: OtlpSource = OtlpSource()
    git: GitSource = GitSource()
    github: GithubSource = GithubSource()
    copilot: CopilotSource = CopilotSource()
    copilot_legacy: CopilotLegacySource = CopilotLegacySource()
