"""What Codex means by its token numbers, exit codes and decisions: the same in its files and its telemetry.

Finding records belongs to `ingestion.sources.codex` and `ingestion.otlp.events.codex`.
"""

import re
from typing import Any

import msgspec

from ingestion import token_parts

_EXIT_CODE = re.compile(r"^(?:Process exited with code|Exit code:) (-?[0-9]+)", re.MULTILINE)
_REJECTED = re.compile(r"\brejected\b")
_BY_PERSON = re.compile(r"\brejected by (?:the )?user\b(?! approval settings)")
_FAILED = re.compile(
    r"(?:error|failed|unsupported|unknown|apply_patch verification failed|aborted|tool call error)\b",
    re.IGNORECASE,
)
_HEAD = 400
"""Codex says how a call ended before its output; what the output says further down is not its word."""

CODE_CELL = "exec"
"""Tool of code mode that runs a program; the calls which that program makes are reported by themselves."""


class _Metadata(msgspec.Struct, gc=False):
    exit_code: int | None = None


class _Output(msgspec.Struct, gc=False):
    """Output of older clients: JSON text within the text."""

    output: str | None = None
    metadata: _Metadata | None = None


_OUTPUT = msgspec.json.Decoder(_Output)


def token_columns(
    total_input: Any, cached: Any, written: Any, output: Any, reasoning: Any
) -> dict[str, Any]:
    """Return disjoint token columns; input includes what was read from and written to the cache.

    Cache counts that were not told are zero: older clients leave them out where nothing was cached.
    Values that are no counts are passed on as they are, for the checks to judge.
    """
    cached, written = cached or 0, written or 0
    return {
        "input_tokens": total_input,
        "cache_read_tokens": cached,
        "cache_write_tokens": written,
        "output_tokens": output,
        "reasoning_tokens": reasoning,
        **token_parts.uncached(total_input, cached, written),
    }


def outcome(output: str | None) -> dict[str, Any]:
    """Return how a call ended, by its output: `decision` of a refused one, else `is_success` if it tells.

    A command is successful when it exits with 0; the client itself calls every command that ran a success.
    """
    if not output:
        return {}
    output, exit_code = _unwrapped(output)
    head = output[:_HEAD]
    if exit_code is None and (match := _EXIT_CODE.search(head)):
        exit_code = int(match[1])
    if exit_code is not None:
        return {"is_success": exit_code == 0}
    if _REJECTED.search(head.partition("\n")[0]):
        source = "user" if _BY_PERSON.search(head) else "config"
        return {"decision": "reject", "decision_source": source}
    return {"is_success": False} if _FAILED.match(head) else {}


def decision(word: Any) -> str | None:
    """Return `accept` or `reject` for a review decision; None for what is no word."""
    if not isinstance(word, str) or not word:
        return None
    return "accept" if word.lower().startswith("approved") else "reject"


def text_of(output: str) -> str:
    """Return the output itself, without the wrapping of older clients."""
    return _unwrapped(output)[0]


def _unwrapped(output: str) -> tuple[str, int | None]:
    if output.startswith("{"):
        try:
            wrapped = _OUTPUT.decode(output)
        except (msgspec.DecodeError, UnicodeError, RecursionError):
            return output, None
        if wrapped.output is not None:
            return wrapped.output, wrapped.metadata.exit_code if wrapped.metadata else None
    return output, None
