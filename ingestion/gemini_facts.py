"""What Gemini CLI means by its token numbers and outcomes: the same in its chat files and its telemetry.

Finding records belongs to `ingestion.sources.gemini_cli` and `ingestion.otlp.events.gemini_cli`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ingestion.token_parts import EXCLUDES_CACHE, is_count, whole_number

AGENT = "gemini_cli"
PROVIDER = "google"

INCLUDES_TOOL_USE = "input_includes_tool_use"
INCLUDES_REASONING = "output_includes_reasoning"

_EXIT_CODE = re.compile(r"^Exit Code: (-?[0-9]+)\s*$", re.MULTILINE)
_DECISIONS: Mapping[str, tuple[str, str | None]] = {
    "accept": ("accept", None),
    "auto_accept": ("accept", "user_permanent"),
    "modify": ("accept", "user_temporary"),
    "reject": ("reject", None),
}


@dataclass(frozen=True, slots=True)
class Usage:
    """The service's counts of one answer, as the client passed them on; None for one not told.

    `prompt` includes `cached`; `candidates` excludes `thoughts`; `tool` lies beside `prompt`. `total` is
    the service's own sum of all but `cached`.
    """

    prompt: Any
    candidates: Any
    cached: Any = None
    thoughts: Any = None
    tool: Any = None
    total: Any = None


def token_columns(usage: Usage) -> dict[str, Any]:
    """Return disjoint token columns of one answer, with `flags` where the counts contradict their rule.

    Where the service's total shows that thoughts lie in the candidates, or tool use in the prompt, they
    are not added again. Values that are no counts are passed on as they are, for the checks to judge.
    """
    prompt, candidates, total = map(whole_number, (usage.prompt, usage.candidates, usage.total))
    cached, thoughts, tool = (
        whole_number(n) or 0 for n in (usage.cached, usage.thoughts, usage.tool)
    )
    columns = {
        "input_tokens": prompt,
        "cache_write_tokens": 0,
        "cache_read_tokens": cached,
        "output_tokens": candidates,
        "reasoning_tokens": thoughts,
    }
    flags = []
    # A sum of which a part is no count is unknown.
    is_whole = all(map(is_count, (prompt, candidates, thoughts, tool)))
    if is_whole and thoughts and total == prompt + candidates + tool:
        flags.append(INCLUDES_REASONING)
    elif is_count(candidates):
        columns["output_tokens"] = candidates + thoughts if is_count(thoughts) else None
    if is_count(prompt) and not is_count(tool):
        columns["input_tokens"] = None
    elif is_count(prompt):
        cached = cached if is_count(cached) else 0
        if is_whole and tool and total == prompt + candidates + thoughts:
            flags.append(INCLUDES_TOOL_USE)
        else:
            columns["input_tokens"] += tool
        if cached > prompt:
            flags.append(EXCLUDES_CACHE)
        else:
            columns["input_tokens"] -= cached
    return {**columns, "flags": ",".join(flags)} if flags else columns


def decision(word: Any) -> dict[str, str]:
    """Return `decision` and `decision_source` of the client's word for who let a call run, if known."""
    known = _DECISIONS.get(word) if isinstance(word, str) else None
    if known is None:
        return {}
    said, source = known
    return {"decision": said, **({"decision_source": source} if source else {})}


def has_failed(output: str) -> bool:
    """Return whether a command failed by its exit code: to the client every finished one is a success."""
    codes = _EXIT_CODE.findall(output)
    return bool(codes) and int(codes[-1]) != 0


def lines_changed(counts: Any) -> dict[str, int]:
    """Return `lines_added` and `lines_removed` of an edit's statistics, the person's changes included."""
    if not isinstance(counts, Mapping):
        return {}
    found: dict[str, int] = {}
    for column, kind in (("lines_added", "added"), ("lines_removed", "removed")):
        by_model, by_person = (
            whole_number(counts.get(f"{who}_{kind}_lines")) for who in ("model", "user")
        )
        if is_count(by_model):
            found[column] = by_model + (by_person if is_count(by_person) else 0)
    return found
