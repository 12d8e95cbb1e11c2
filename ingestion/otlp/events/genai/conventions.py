"""What the token numbers of GenAI telemetry include, made into parts that add up.

The conventions say: input includes what was read from and written to the prompt cache, output includes
reasoning. A provider that counts otherwise has a line in `CONVENTIONS`; numbers that contradict their
convention (parts larger than the whole) are taken to lie beside each other, with a flag.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ingestion.otlp.signals import Attributes
from ingestion.token_parts import EXCLUDES_REASONING, is_count, uncached, whole_number

_USAGE = "gen_ai.usage."
_API = re.compile(r"\.(chat|completion|messages|responses)$")
"""What some libraries add to a provider's name: which of its interfaces was called."""

_NAMES: Mapping[str, tuple[str, ...]] = {
    "input": (f"{_USAGE}input_tokens", f"{_USAGE}prompt_tokens"),
    "output": (f"{_USAGE}output_tokens", f"{_USAGE}completion_tokens"),
    "cache_read": (
        f"{_USAGE}cache_read.input_tokens",
        f"{_USAGE}cache_read_input_tokens",
        f"{_USAGE}input_tokens.cached",
        f"{_USAGE}details.cache_read_tokens",
        "ai.usage.inputTokenDetails.cacheReadTokens",
        "ai.usage.cachedInputTokens",
    ),
    "cache_write": (
        f"{_USAGE}cache_write.input_tokens",
        f"{_USAGE}cache_creation.input_tokens",
        f"{_USAGE}cache_creation_input_tokens",
        f"{_USAGE}input_tokens.cache_write",
        f"{_USAGE}details.cache_write_tokens",
        "ai.usage.inputTokenDetails.cacheWriteTokens",
    ),
    "reasoning": (
        f"{_USAGE}reasoning.output_tokens",
        f"{_USAGE}reasoning_tokens",
        f"{_USAGE}output_tokens.reasoning",
        f"{_USAGE}details.reasoning_tokens",
        "ai.usage.outputTokenDetails.reasoningTokens",
        "ai.usage.reasoningTokens",
    ),
}
"""Spellings of each number, newest first; a client in transition sends several."""

USAGE_ATTRIBUTES = frozenset(name for names in _NAMES.values() for name in names)
"""Every attribute that is read as a token number."""

PROVIDERS: Mapping[str, str] = {
    "aws.bedrock": "aws",
    "aws_bedrock": "aws",
    "az.ai.inference": "azure",
    "az.ai.openai": "azure",
    "azure.ai.inference": "azure",
    "azure.ai.openai": "azure",
    "gcp.gemini": "google",
    "gcp.gen_ai": "google",
    "gcp.vertex_ai": "google",
    "gemini": "google",
    "mistral_ai": "mistral",
    "moonshot_ai": "moonshotai",
    "vertex_ai": "google",
    "x_ai": "x-ai",
    "xai": "x-ai",
}
"""Providers by the conventions' names, as the price book names them; any other keeps its name."""


@dataclass(frozen=True, slots=True)
class Convention:
    """What a provider's totals include."""

    cache_in_input: bool = True
    reasoning_in_output: bool = True


STANDARD = Convention()
CONVENTIONS: Mapping[str, Convention] = {
    # Converse counts cached tokens beside `inputTokens`, and its instrumentations copy the numbers.
    "aws": Convention(cache_in_input=False),
}
"""Providers whose numbers, as instrumentations pass them on, do not follow the standard."""


def provider_of(attributes: Attributes) -> str | None:
    """Return who answered, in the price book's words; None when no attribute says so."""
    for name in ("gen_ai.provider.name", "gen_ai.system", "ai.model.provider"):
        value = attributes.get(name)
        if isinstance(value, str) and value:
            said = _API.sub("", value.lower())
            return PROVIDERS.get(said, said)
    return None


def has_usage(attributes: Attributes) -> bool:
    """Return whether a record tells input or output tokens."""
    return any(attributes.get(name) is not None for name in (*_NAMES["input"], *_NAMES["output"]))


def token_columns(attributes: Attributes, convention: Convention = STANDARD) -> dict[str, Any]:
    """Return disjoint token columns of a request; a total that was not told is unknown.

    Cache and reasoning counts that were not told are zero and unknown. Values that are no counts are
    passed on as they are, for the checks to judge.
    """
    told = {kind: _first(attributes, names) for kind, names in _NAMES.items()}
    columns = {
        "input_tokens": told["input"],
        "cache_read_tokens": told["cache_read"] or 0,
        "cache_write_tokens": told["cache_write"] or 0,
        "output_tokens": told["output"],
        "reasoning_tokens": told["reasoning"],
    }
    found: dict[str, Any] = {}
    flags: list[str | None] = []
    if convention.cache_in_input:
        found = uncached(
            columns["input_tokens"], columns["cache_read_tokens"], columns["cache_write_tokens"]
        )
        flags.append(found.pop("flags", None))
    output, reasoning = told["output"], told["reasoning"]
    if is_count(output) and is_count(reasoning):
        if reasoning > output and convention.reasoning_in_output:
            flags.append(EXCLUDES_REASONING)
        if reasoning > output or not convention.reasoning_in_output:
            found["output_tokens"] = output + reasoning
    if any(flags):
        found["flags"] = ",".join(filter(None, flags))
    return columns | found


def _first(attributes: Attributes, names: tuple[str, ...]) -> Any:
    for name in names:
        value = attributes.get(name)
        if value is not None:
            return whole_number(value)
    return None
