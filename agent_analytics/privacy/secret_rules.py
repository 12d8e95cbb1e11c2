"""Every rule by which a credential is found: by its form, or by what stands beside it.

Each pattern runs in linear time. How rules are applied belongs to `secrets`, which forms issuers use to
`secret_forms`.
"""

import re
from itertools import pairwise

from agent_analytics.privacy.secret_forms import ISSUED, SecretRule

_KEY_WORDS = (
    r"pass(?:wd|word|phrase)?|pwd|secret(?:[_-]?key(?:[_-]?base)?)?|token|_pat|api[_-]?key|access[_-]?key|private[_-]?key|"
    r"signing[_-]?key|encryption[_-]?key|account[_-]?key|master[_-]?key|auth[_-]?key|shared[_-]?key|"
    r"credentials?|connection[_-]?string"
)
_VALUE = r"(?P<secret>[^\s\"'`\\,;&<>(){}\[\]]{6,4000}+)(?![(\[])"
"""The whole of a bare word, unless it is called: a function that fetches a secret is none."""
_CLASS_CHANGES = 0.4
"""Of a credential's neighbouring characters, the share that is not both small, both capital or both digits."""
_NOT_A_VALUE = re.compile(
    r"(?i)^(?:[$<{%*#].*|\.{2,}|x{4,}|\*+|(?:your|my|some|the|a)[_-].*|.*(?:example|changeme|placeholder|"
    r"redacted|masked|dummy|insert).*|(?:process\.)?env\b.*|os\.environ.*|secrets\..*|vault:.*|"
    r"none|null|nil|true|false|undefined|string|str|bytes|bool(?:ean)?|int(?:eger)?|number|any|optional|"
    r"required|secretstr|text|varchar.*|object|expired|invalid|missing|rotated|revoked|unknown|limit|budget|"
    r"\.{0,2}/(?:.*/.*|[\w.-]{1,30})|https?://[^@]*|\d{4}-\d\d-\d\dt.*)$"
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


def _is_random(value: str) -> bool:
    """Return whether a value is drawn and no name: small letters, capitals and digits without any order."""
    kinds = [(c.isupper(), c.islower(), c.isdigit()) for c in value]
    changes = sum(before != after for before, after in pairwise(kinds))
    return all(map(any, zip(*kinds, strict=True))) and changes >= _CLASS_CHANGES * len(value)


def _assigned(names: str, signs: str = r"=>|:=|={1,2}|:") -> str:
    """Return the pattern of some names and what stands between them and their value.

    Quotes may be escaped several times over, and the value may be a block below its name.
    """
    return (
        rf"(?i)(?:{names})[\"'\\\]]{{0,8}}\s{{0,3}}(?:{signs})\s{{0,3}}"
        rf"(?:[|>][+-]?\s{{1,40}})?\\{{0,7}}[\"'`]?"
    )


RULES: tuple[SecretRule, ...] = (
    *ISSUED,
    SecretRule(
        "private_key",
        r"-----BEGIN [A-Z0-9 ]{0,30}PRIVATE KEY(?: BLOCK)?-----[A-Za-z0-9+/=\s\\:,.>|→-]*",
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
        r"(?:[a-z][a-z0-9-]{1,20}\s{1,3})?(?P<secret>[^\s\"',;\\]{6,4000})",
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
        r"(?i)pass(?:wd|word|phrase)?[\"'\\\]]{0,8}\s{0,3}(?:=>|:=|={1,2}|:)\s{0,3}\\{0,7}[\"']"
        r"(?P<secret>[^\"'\\\n]{6,200})\\{0,7}[\"']",
        ("pass",),
        _is_password,
    ),
    SecretRule(
        "password",
        _assigned("pass(?:wd|word|phrase)?") + _VALUE,
        ("pass",),
        _is_password,
    ),
    SecretRule(
        "assignment",
        _assigned(_KEY_WORDS, r"=>|:=|={1,2}|:|>") + _VALUE,
        ("pass", "pwd", "secret", "token", "_pat", "key", "credential", "connection"),
        _is_assigned_secret,
    ),
    SecretRule(
        "named",
        rf"(?i)(?:{_KEY_WORDS})[\"']?\s{{1,4}}[\"']?(?P<secret>[A-Za-z0-9+/_.=~-]{{12,4000}}+)",
        ("pass", "pwd", "secret", "token", "_pat", "key", "credential", "connection"),
        _is_random,
    ),
    SecretRule(
        "program",
        r"\b(?:sshpass\s{1,3}-p\s?|redis-cli\b[^\n|;&]{0,100}?\s-a\s|mysql\w{0,10}\b[^\n|;&]{0,100}?\s-p|"
        r"(?:docker|podman|oras|helm registry)\slogin\b[^\n|;&]{0,200}?\s-p\s|wandb\slogin\s|"
        r"openssl\s[^\n|;&]{0,100}?\s-[kK]\s|ConvertTo-SecureString\s{1,3}(?:-String\s{1,3})?)"
        r"[\"']?(?P<secret>[^\s\"'|;&$-][^\s\"'|;&]{5,200})",
        ("sshpass", "redis-cli", "mysql", "login", "openssl", "convertto-securestring"),
        _is_password,
    ),
    SecretRule(
        "piped",
        r"\becho\s{1,3}(?:-n\s)?[\"']?(?P<secret>[^\s\"'$|][^\s\"'|]{5,400})[\"']?\s{0,3}\|"
        r"[^\n|]{1,80}-(?:password-stdin|with-token)",
        ("echo",),
        _is_password,
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
