from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_analytics.privacy import secrets
from agent_analytics.privacy.secret_rules import RULES
from agent_analytics.privacy.secrets import MASK, hinted_rules, mask_secrets, may_hold_secret
from tests.fixtures import secret_corpus as corpus

_PIECE = 10
"""Characters of a credential that must not be left in a row."""


def _core(label: str, secret: str) -> str:
    """Return the part of a credential that is secret."""
    if label.startswith("url_password"):
        return secret.split(":")[2].split("@", maxsplit=1)[0]
    return secret.split("\n")[2] if label.startswith("private_key") else secret


def _leaks(masked: str, core: str) -> bool:
    spellings = (core, quote(core, safe=""))
    pieces = (s[i : i + _PIECE] for s in spellings for i in range(max(1, len(s) - _PIECE + 1)))
    return MASK not in masked or any(piece in masked for piece in pieces)


def test_labelled_corpus_is_masked_and_look_alikes_are_not() -> None:
    """At least 99 % of credentials are masked, and at most 3 % of look-alikes."""
    made = list(corpus.secrets())
    missed = [label for label, s, text in made if _leaks(mask_secrets(text), _core(label, s))]
    alike = list(corpus.look_alikes())
    false = [label for label, text in alike if mask_secrets(text) != text]
    print(f"recall {1 - len(missed) / len(made):.4f} of {len(made)}")  # noqa: T201 - the figure
    print(f"false alarms {len(false) / len(alike):.4f} of {len(alike)}")  # noqa: T201 - the figure
    assert len(missed) <= 0.01 * len(made), missed
    assert len(false) <= 0.03 * len(alike), false


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("export DB_PASSWORD=hunter22", "export DB_PASSWORD=[secret]"),
        ("psql postgres://bob:hunter22@db/x", "psql postgres://bob:[secret]@db/x"),
        ("Authorization: Bearer q7Wz81Lk03Xy", "Authorization: Bearer [secret]"),
        ('password: "correct horse battery"', 'password: "[secret]"'),
        ("curl -u bob:s3cretpw https://x", "curl -u bob:[secret] https://x"),
        ("machine h login a password wHaPKz3eKoOP1hPNKr", "machine h login a password [secret]"),
        (
            "aws configure set aws_secret_access_key Ka7/dR2x+Wq9LmT4z",
            f"aws configure set aws_secret_access_key {MASK}",
        ),
        (
            "AWS_SECRET_ACCESS_KEY=/REKTyKdDeTtYMzvaNtssqVunkt7aCr+tJDAfy7U",
            "AWS_SECRET_ACCESS_KEY=[secret]",
        ),
        ("token_file: /run/secrets/token", "token_file: /run/secrets/token"),
        ("password = load_password(user)", "password = load_password(user)"),
        ("password: string", "password: string"),
        ('api_key = os.environ["API_KEY"]', 'api_key = os.environ["API_KEY"]'),
        ("max_tokens=4096", "max_tokens=4096"),
        ("", ""),
    ],
)
def test_only_the_secret_part_is_masked(text: str, masked: str) -> None:
    """What stands around a credential stays readable, and what merely names one stays whole."""
    assert mask_secrets(text) == masked


def test_cut_private_key_is_masked_to_its_end() -> None:
    """A key that was cut before its last line is masked as far as it goes."""
    assert mask_secrets("-----BEGIN PRIVATE KEY-----\nMIIEabc\nDEF=") == MASK


@given(st.text())
def test_masking_twice_changes_nothing(text: str) -> None:
    """What was masked is not masked again, whatever it looked like."""
    once = mask_secrets(text)
    assert mask_secrets(once) == once


@pytest.mark.parametrize("number", range(len(RULES)), ids=[rule.name for rule in RULES])
def test_hints_find_every_text_that_a_rule_masks(number: int) -> None:
    """Without the fast engine the same texts are looked at: a hint stands in each of them."""
    pattern = secrets.compiled_rules()[number]
    for _, _, text in corpus.secrets():
        if pattern.search(text):
            assert number in hinted_rules(text)


def test_many_names_are_asked_at_once() -> None:
    """One secret among many names is noticed; harmless names are passed over."""
    names = [f"req_{number:08d}" for number in range(1000)]
    assert not may_hold_secret("\n".join(names))
    assert may_hold_secret("\n".join([*names, "glpat-" + "aB3d" * 5]))
