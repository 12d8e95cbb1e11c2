"""Which marts a card reads. What is in them is for whoever asks a snapshot."""

import re

from agent_analytics.dashboards.templates import Card

_MART = re.compile(r"\bmarts\.(\w+)")
_COMMENT = re.compile(r"--[^\n]*|/\*.*?\*/", re.DOTALL)


def marts_of(card: Card) -> list[str]:
    """Return the names of the marts that a card's SQL reads, in order of first use."""
    return list(dict.fromkeys(_MART.findall(_COMMENT.sub("", card.sql))))
