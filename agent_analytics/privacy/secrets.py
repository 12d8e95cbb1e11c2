"""Masking of credentials in text, at every tier and before anything is stored.

Our own rules find what has a known form or stands next to a telling name; a kept rule engine adds the
forms it knows. Text is also looked at as its percent-encoded, escaped or base64 form would read. What a
credential looks like is data in `secret_rules`.
"""

import base64
import binascii
import re
from collections.abc import Callable
from functools import cache
from urllib.parse import unquote

from agent_analytics.privacy.secret_forms import SecretRule
from agent_analytics.privacy.secret_rules import RULES

MASK = "[secret]"

_ENCODED_RUN = re.compile(r"[^\s\"'<>,;(){}\[\]]*%[0-9A-Fa-f]{2}[^\s\"'<>,;(){}\[\]]*")
_ESCAPED_RUN = re.compile(r"[^\s\"']*\\u00[0-9A-Fa-f]{2}[^\s\"']*")
_ESCAPE = re.compile(r"\\u00([0-9A-Fa-f]{2})")
_BASE64_RUN = re.compile(r"[A-Za-z0-9+/_-]{24,}={0,2}")

Detector = Callable[[str], set[int]]
"""Returns the numbers of the rules that may match a text."""


def mask_secrets(text: str) -> str:
    """Return the text with every credential in it replaced by `[secret]`."""
    masked = _masked_where(text, "%", _ENCODED_RUN, unquote)
    masked = _masked_where(masked, "\\u00", _ESCAPED_RUN, _unescaped)
    masked = _masked_where(masked, "", _BASE64_RUN, _from_base64)
    return _masked_by_engine(_masked_by_rules(masked))


def mask_secrets_in_name(text: str) -> str:
    """Return a short name with credentials masked; names are many, so only our own rules look."""
    return _masked_by_rules(text)


def may_hold_secret(text: str) -> bool:
    """Return whether any rule may match; many short texts can be asked at once, joined by line breaks."""
    return bool(_detector()(text))


def _masked_by_rules(text: str) -> str:
    for number in sorted(_detector()(text)):
        text = _masked_by_rule(RULES[number], compiled_rules()[number], text)
    return text


def _masked_by_rule(rule: SecretRule, pattern: re.Pattern[str], text: str) -> str:
    group = "secret" if "secret" in pattern.groupindex else 0

    def replace(match: re.Match[str]) -> str:
        found = match[group]
        if MASK in found or not rule.is_secret(found):
            return match[0]
        start, end = (edge - match.start() for edge in match.span(group))
        return match[0][:start] + MASK + match[0][end:]

    return pattern.sub(replace, text)


def _masked_by_engine(text: str) -> str:
    # Loaded when first needed: tier 1 stores no text that it would read.
    from betterleaks import scan_string  # noqa: PLC0415

    for finding in scan_string(text):
        found = finding.match.value
        if found and MASK not in found and found not in MASK:
            text = text.replace(found, MASK)
    return text


def _masked_where(
    text: str, mark: str, run: re.Pattern[str], read: Callable[[str], str | None]
) -> str:
    """Mask the runs of a text that hold a credential once they are decoded."""
    if mark not in text:
        return text

    def replace(match: re.Match[str]) -> str:
        decoded = read(match[0])
        holds = decoded is not None and _masked_by_rules(decoded) != decoded
        return MASK if holds else match[0]

    return run.sub(replace, text)


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)


def _from_base64(text: str) -> str | None:
    """Return what a run of base64 says when that is plain text."""
    plain = text.rstrip("=").translate(str.maketrans("-_", "+/"))
    try:
        decoded = base64.b64decode(plain + "=" * (-len(plain) % 4), validate=True).decode("ascii")
    except (binascii.Error, UnicodeDecodeError, ValueError):
        return None
    return decoded if decoded.replace("\n", " ").replace("\r", " ").isprintable() else None


@cache
def compiled_rules() -> tuple[re.Pattern[str], ...]:
    """Return the pattern of each rule, in order."""
    return tuple(re.compile(rule.pattern, re.ASCII) for rule in RULES)


@cache
def _detector() -> Detector:
    """Return the fastest way this machine has to tell which rules may match."""
    try:
        import hyperscan  # noqa: PLC0415 - has no wheel for every machine
    except ImportError:
        return hinted_rules
    return _scanning(hyperscan)


def hinted_rules(text: str) -> set[int]:
    """Return the numbers of the rules one of whose hints is in the text."""
    lower = text.lower()
    return {
        number for number, rule in enumerate(RULES) if any(hint in lower for hint in rule.hints)
    }


def _scanning(hyperscan: object) -> Detector:
    engine = hyperscan
    database = engine.Database()  # type: ignore[attr-defined]
    single = engine.HS_FLAG_SINGLEMATCH  # type: ignore[attr-defined]
    # The engine has no lookahead, nothing possessive and no named groups: without, it can only find more.
    patterns = [
        re.sub(r"\(\?!\[\(\\\[\]\)", "", rule.pattern.replace("}+", "}"))
        .replace("?P<secret>", "?:")
        .encode()
        for rule in RULES
    ]
    database.compile(
        expressions=patterns,
        ids=list(range(len(RULES))),
        elements=len(RULES),
        flags=[single] * len(RULES),
    )

    def detect(text: str) -> set[int]:
        found: set[int] = set()
        database.scan(
            text.encode("utf-8", "surrogatepass"),
            match_event_handler=lambda number, *_: found.add(number),
        )
        return found

    return detect
