"""Every rule by which a credential is found: by its form, or by what stands beside it.

Each pattern runs in linear time. How rules are applied belongs to `secrets`, which forms issuers use to
`secret_forms`.
"""

import re

from agent_analytics.privacy.secret_forms import ISSUED, SecretRule

_KEY_WORDS = (
    r"pass(?:wd|word|phrase)?|pwd|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|"
    r"signing[_-]?key|encryption[_-]?key|account[_-]?key|master[_-]?key|auth[_-]?key|shared[_-]?key|"
    r"credentials?|connection[_-]?string"
)
_NOT_A_VALUE = re.compile(
    r"(?i)^(?:[$<{%*#].*|\.{2,}|x{4,}|\*+|(?:your|my|some|the|a)[_-].*|.*(?:example|changeme|placeholder|"
    r"redacted|masked|dummy|insert).*|(?:process\.)?env\b.*|os\.environ.*|secrets\..*|vault:.*|"
    r"none|null|nil|true|false|undefined|string|str|bytes|bool(?:ean)?|int(?:eger)?|number|any|optional|"
    r"required|secretstr|text|varchar.*|object|expired|invalid|missing|rotated|revoked|unknown|limit|budget|"
    r"\.{0,2}/.*|https?://[^@]*|\d{4}-\d\d-\d\dt.*)$"
)
_CODE = re.compile(r"^[A-Za-z_]\w*(?:(?:\.|::|->)[A-Za-z_]\w*)+$|^[A-Z][a-z]+(?:[A-Z][a-z]+)*$")
_PLAIN_WORD = re.compile(r"^[a-z]+(?:[_-][a-z]+)*$")
_NUMBER = re.compile(r"^[\d.,_]+$")
_SHORTEST = 6
"""Characters below which a value beside a telling name is not worth hiding."""


def _is_assigned_secret(value: str) -> bool:
    """Return whether a value next to a telling name is a credential and not code, a type or a blank."""
    bare = value.strip("\"'`\\.,;:")
    if (
        len(bare) < _SHORTEST
        or _NOT_A_VALUE.match(bare)
        or _CODE.match(bare)
        or _NUMBER.match(bare)
    ):
        return False
    return not _PLAIN_WORD.match(bare)


def _is_password(value: str) -> bool:
    """Return whether the value of a password's name is one; unlike a token it may be a plain word."""
    bare = value.strip("\"'`\\,;:")
    return len(bare) >= _SHORTEST and not _NOT_A_VALUE.match(bare) and not _CODE.match(bare)


def _is_header_secret(value: str) -> bool:
    bare = value.strip("\"'`\\,;:")
    return len(bare) >= _SHORTEST and not _NOT_A_VALUE.match(bare) and not _PLAIN_WORD.match(bare)


RULES: tuple[SecretRule, ...] = (
    *ISSUED,
    SecretRule(
        "private_key",
        r"-----BEGIN [A-Z0-9 ]{0,30}PRIVATE KEY(?: BLOCK)?-----[A-Za-z0-9+/=\s\\:,.-]*",
        ("private key",),
    ),
    SecretRule(
        "signature",
        r"(?i)[?&](?:sig|x-amz-signature|signature)=(?P<secret>[A-Za-z0-9%+/=_-]{16,500})",
        ("sig",),
    ),
    SecretRule(
        "url_password",
        r"[A-Za-z][A-Za-z0-9+.-]{1,20}://[^\s/@:\"'<>]{0,100}:(?P<secret>[^\s/@\"'<>]{3,300})@",
        ("://",),
        lambda value: not value.startswith(("$", "<", "{", "*")),
    ),
    SecretRule("url_token", r"://(?P<secret>[A-Za-z0-9_-]{20,300})@", ("://",)),
    SecretRule(
        "authorization",
        r"(?i)authorization[\"'\\]{0,3}\s{0,3}[:=]\s{0,3}[\"'\\]{0,2}"
        r"(?:(?:bearer|basic|token|digest|apikey|negotiate)\s{1,3})?(?P<secret>[^\s\"',;\\]{6,4000})",
        ("authorization",),
        _is_header_secret,
    ),
    SecretRule(
        "bearer",
        r"(?i)\b(?:bearer|basic)\s{1,3}(?P<secret>[A-Za-z0-9._~+/=-]{12,4000})",
        ("bearer", "basic"),
        _is_header_secret,
    ),
    SecretRule(
        "header",
        r"(?i)\b(?:(?:x-)?api-key|x-auth-token|x-goog-api-key|private-token|x-vault-token|x-access-token|"
        r"(?:set-)?cookie)[\"'\\]{0,3}\s{0,3}[:=]\s{0,3}[\"'\\]{0,2}(?:[\w.-]{1,40}=)?(?P<secret>[^\s\"'\\;]{6,4000})",
        ("api-key", "-token", "cookie"),
        _is_header_secret,
    ),
    SecretRule(
        "login",
        r"(?:^|\s)(?:-u|--user)[ =][\"']?[^\s:\"']{1,60}:(?P<secret>[^\s\"']{4,200})",
        ("-u",),
        _is_password,
    ),
    SecretRule(
        "quoted_password",
        r"(?i)pass(?:wd|word|phrase)?[\"'\\\]]{0,3}\s{0,3}(?:=>|:=|={1,2}|:)\s{0,3}\\?[\"']"
        r"(?P<secret>[^\"'\\\n]{6,200})\\?[\"']",
        ("pass",),
        _is_password,
    ),
    SecretRule(
        "password",
        r"(?i)pass(?:wd|word|phrase)?[\"'\\\]]{0,3}\s{0,3}(?:=>|:=|={1,2}|:)\s{0,3}\\?[\"'`]?"
        r"(?P<secret>[^\s\"'`\\,;&<>(){}\[\]]{6,300})(?![(\[])",
        ("pass",),
        _is_password,
    ),
    SecretRule(
        "assignment",
        rf"(?i)(?:{_KEY_WORDS})[\"'\\\]]{{0,3}}\s{{0,3}}(?:=>|:=|={{1,2}}|:|>)\s{{0,3}}\\?[\"'`]?"
        r"(?P<secret>[^\s\"'`\\,;&<>(){}\[\]]{6,1000})(?![(\[])",
        ("pass", "pwd", "secret", "token", "key", "credential", "connection"),
        _is_assigned_secret,
    ),
    SecretRule(
        "element",
        rf"(?i)<[a-z0-9:_-]{{0,30}}(?:{_KEY_WORDS})>(?P<secret>[^<>\s]{{6,1000}})<",
        ("<",),
        _is_password,
    ),
    SecretRule(
        "option",
        rf"(?i)--(?:[a-z]{{1,20}}-)?(?:{_KEY_WORDS})\s{{1,3}}[\"']?(?P<secret>[^\s\"'\\-][^\s\"'\\]{{5,1000}})",
        ("--",),
        _is_assigned_secret,
    ),
)
"""Every rule, those that mask most certainly first."""
