"""What is known of a thread at some line of its rollout: who, where, which model, what was used so far.

A line means little by itself: model and folder stand in lines before it. Rows are made elsewhere.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ingestion.moments import microseconds
from ingestion.token_parts import is_count, whole_number

SECOND = 1_000_000

USAGE = (
    "input_tokens",
    "cached_input_tokens",
    "cache_write_input_tokens",
    "output_tokens",
    "reasoning_output_tokens",
)
"""Counts of a usage object, in the order of `Usage`."""

Usage = tuple[int, ...]

_PROVIDERS: Mapping[str, str] = {
    "amazon-bedrock": "aws",
    "azure": "azure",
    "deepseek": "deepseek",
    "gemini": "google",
    "lmstudio": "lmstudio",
    "mistral": "mistral",
    "ollama": "ollama",
    "ollama-chat": "ollama",
    "openai": "openai",
    "openrouter": "openrouter",
    "oss": "oss",
    "xai": "x-ai",
}
"""Who answers, by well-known identifiers of Codex's configuration; others are names people gave."""


@dataclass(slots=True)
class Thread:
    """The running state of one rollout."""

    file_key: str
    root_key: str
    id: str | None
    is_described: bool = False
    is_subagent: bool = False
    has_history: bool = False
    copied_ordinals: int = 0
    copied_until: int | None = None
    counted_after: int | None = None
    is_foreign: bool = False
    client_version: str | None = None
    entrypoint: str | None = None
    provider: str | None = None
    folder: str | None = None
    repository_url: str | None = None
    git_branch: str | None = None
    turn_id: str | None = None
    model: str | None = None
    effort: str | None = None
    service_tier: str | None = None
    approval: str | None = None
    sandbox: str | None = None
    used: Usage | None = None
    has_records: bool = False
    calls: dict[str, tuple[str | None, str | None]] = field(default_factory=dict)

    def describe(self, meta: Mapping[str, Any], moment: int | None) -> bool:
        """Take in a `session_meta` and return whether it is this thread's own.

        A fork repeats its parent's; lines between that and its own are the parent's.
        """
        said = _text(meta.get("id"))
        if self.id is None:
            self.id = said
        if said is not None and said != self.id:
            self.is_foreign = self.is_foreign or not self.is_described
            return False
        is_first, self.is_described, self.is_foreign = not self.is_described, True, False
        self.client_version = _text(meta.get("cli_version")) or self.client_version
        self.entrypoint = _text(meta.get("originator")) or self.entrypoint
        self.folder = _text(meta.get("cwd")) or self.folder
        self.provider = _PROVIDERS.get(_text(meta.get("model_provider")) or "")
        git = _mapping(meta.get("git"))
        self.repository_url = _text(git.get("repository_url")) or self.repository_url
        self.git_branch = _text(git.get("branch")) or self.git_branch
        if is_first:
            self._take_origin(meta, moment)
        return True

    def turn(self, context: Mapping[str, Any]) -> None:
        """Take in a `turn_context`: the settings of the requests that follow."""
        settings = _mapping(_mapping(context.get("collaboration_mode")).get("settings"))
        self.turn_id = _text(context.get("turn_id")) or self.turn_id
        self.model = _text(context.get("model")) or self.model
        self.effort = _text(context.get("effort")) or _text(settings.get("reasoning_effort"))
        self.folder = _text(context.get("cwd")) or self.folder
        self.approval = _text(context.get("approval_policy"))
        policy = context.get("sandbox_policy")
        self.sandbox = _text(policy) or _text(
            _mapping(policy).get("type") or _mapping(policy).get("mode")
        )

    def settle(self, settings: Mapping[str, Any]) -> None:
        """Take in `thread_settings_applied`."""
        self.service_tier = _text(settings.get("service_tier"))
        self.model = _text(settings.get("model")) or self.model

    def is_copy(self, ordinal: Any, moment: int | None) -> bool:
        """Return whether a line was copied from the parent's history."""
        if self.is_foreign:
            return True
        if is_count(ordinal) and ordinal < self.copied_ordinals:
            return True
        return self.copied_until is not None and moment is not None and moment <= self.copied_until

    def increase(self, total: Usage, last: Usage | None) -> Usage | None:
        """Return what was used since the total before, and go on from this one; None for nothing.

        A total that fell was counted anew; then, as where earlier totals are not in the file, the client's
        own last usage is what it says.
        """
        before, self.used = self.used, total
        if before is None and not self.has_history:
            before = (0,) * len(total)
        if before is None or any(now < then for now, then in zip(total, before, strict=True)):
            grown = last or total
        else:
            grown = tuple(now - then for now, then in zip(total, before, strict=True))
        return grown if any(grown) else None

    def _take_origin(self, meta: Mapping[str, Any], moment: int | None) -> None:
        """Tell a fork or a sub-agent, and how much of its file is its parent's history."""
        source = _mapping(meta.get("source"))
        spawn = source.get("subagent") or source.get("sub_agent")
        self.is_subagent = spawn is not None or meta.get("thread_source") == "subagent"
        is_fork = _text(meta.get("forked_from_id")) is not None
        self.has_history = self.is_subagent or is_fork or meta.get("history_base") is not None
        start = meta.get("subagent_history_start_ordinal")
        if is_count(start):
            self.copied_ordinals = start
        elif self.has_history:
            begun = microseconds(meta.get("timestamp")) or moment
            if begun is not None:
                # Nobody uses tokens in the second of the fork, but a sub-agent may act at once.
                self.counted_after = begun // SECOND * SECOND + SECOND - 1
                self.copied_until = begun - 1 if self.is_subagent else self.counted_after


def usage_of(value: Any) -> Usage | None:
    """Return the counts of a usage object; missing ones are zero. None for what is no usage."""
    if not isinstance(value, Mapping) or value.get("input_tokens") is None:
        return None
    told = (value.get(name) for name in USAGE)
    counts = tuple(0 if count is None else whole_number(count) for count in told)
    return counts if all(map(is_count, counts)) else None


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
