"""What somebody changed after the set-up stays; what the set-up wrote and nobody changed goes."""

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_analytics.setup.taking_back import without_ours

JSON, TOML, SCRIPT = Path("settings.json"), Path("config.toml"), Path("post-commit")
BLOCK = b"# >>> agent-analytics: x >>>\nour_line\n# <<< agent-analytics <<<\n"

_KEYS = st.sampled_from("abcd")
_VALUES = st.recursive(
    st.integers(0, 3),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(_KEYS, inner, max_size=2),
    max_leaves=5,
)
_TREES = st.dictionaries(_KEYS, _VALUES, max_size=3)


def _rest(now: Any, written: Any, before: Any) -> Any:
    content = without_ours(
        JSON,
        json.dumps(now, indent=2).encode(),
        json.dumps(written).encode(),
        None if before is None else json.dumps(before).encode(),
    )
    return json.loads(content) if content else content


@pytest.mark.parametrize(
    ("before", "written", "now", "rest"),
    [
        ({}, {"env": {"A": 1}}, {"env": {"A": 1}, "theirs": 2}, {"theirs": 2}),
        ({}, {"env": {"A": 1}}, {"env": {"A": 1, "B": 2}}, {"env": {"B": 2}}),
        ({}, {"env": {"A": 1, "B": 2}}, {"env": {"A": 9, "B": 2}}, {"env": {"A": 9}}),
        ({"env": {}}, {"env": {"A": 1}}, {"env": {"A": 1}, "x": 0}, {"env": {}, "x": 0}),
        ({"A": 0}, {"A": 1}, {"A": 1, "x": 0}, {"A": 0, "x": 0}),
        ({"A": 0}, {"A": 1}, {"x": 0}, {"x": 0}),
        ({}, {"h": ["ours"]}, {"h": ["theirs", "ours"]}, {"h": ["theirs"]}),
        ({}, {"h": ["ours"]}, {"h": ["ours"], "x": 0}, {"x": 0}),
        ({"h": ["old"]}, {"h": ["old", "ours"]}, {"h": ["new", "ours"]}, {"h": ["new"]}),
        ({"h": ["old"]}, {"h": ["old", "ours"]}, {"h": ["old", "ours", 1]}, {"h": ["old", 1]}),
        (None, {"env": {"A": 1}}, {"env": {"A": 1}, "x": 0}, {"x": 0}),
        (None, {"a": 1, "b": 2}, {"a": 1}, b""),
        ({}, {"env": {"A": 1}}, {"env": "theirs"}, {"env": "theirs"}),
    ],
)
def test_values_of_settings_are_told_apart(before: Any, written: Any, now: Any, rest: Any) -> None:
    """Members, items and changed values, each its own way."""
    assert _rest(now, written, before) == rest


@given(_TREES, _TREES, _VALUES)
def test_what_somebody_adds_is_all_that_stays(before: Any, ours: Any, theirs: Any) -> None:
    """Whatever the set-up added or replaced, the settings before it and the addition are left."""
    written = {**before, **{f"ours_{key}": value for key, value in ours.items()}, "shared": [1]}
    before = {**before, "shared": []}
    assert _rest({**written, "theirs": theirs}, written, before) == {**before, "theirs": theirs}


def test_comments_and_order_of_settings_stay() -> None:
    """Only what is ours leaves the text."""
    written = b'{\n  // mine\n  "model": "opus",\n  "env": {"A": "1"}\n}\n'
    now = b'{\n  // mine\n  "model": "opus",\n  "env": {"A": "1"},\n  "x": [1, 2] // why\n}\n'
    rest = b'{\n  // mine\n  "model": "opus",\n  "x": [1, 2] // why\n}\n'
    assert without_ours(JSON, now, written, b'{"model": "opus"}') == rest


def test_a_table_of_toml_goes_and_its_neighbours_stay() -> None:
    """Codex itself adds tables behind ours."""
    before = b'# mine\nmodel = "gpt"\n'
    written = before + b"\n[otel]\nlog_user_prompt = false\nexporter = { a = { b = 1 } }\n"
    now = written + b'\n[projects."/x"]\ntrust_level = "trusted"\n'
    rest = without_ours(TOML, now, written, before)
    assert rest is not None
    assert rest.startswith(before)
    assert tomllib.loads(rest.decode()) == {
        "model": "gpt",
        "projects": {"/x": {"trust_level": "trusted"}},
    }


@pytest.mark.parametrize(
    ("before", "written", "now", "rest"),
    [
        (b"a\n", b"a\n" + BLOCK, b"a\n" + BLOCK + b"b\n", b"a\nb\n"),
        (b"a\n", b"a\n" + BLOCK, b"a\nb\n", b"a\nb\n"),
        (b"a", b"a\n" + BLOCK, b"c\n" + BLOCK, b"c\n"),
        (None, b"#!/bin/sh\n" + BLOCK, b"#!/bin/sh\n" + BLOCK + b"b\n", b"#!/bin/sh\nb\n"),
        (None, b"#!/bin/sh\n" + BLOCK, b"#!/bin/sh\n\n" + BLOCK[:-1], b""),
        (b"\x7fELF", b"#!/bin/sh\n" + BLOCK + b"exec kept\n", b"theirs" + BLOCK, None),
        (None, b"a key", b"another", None),
    ],
)
def test_the_block_of_a_script_goes(
    before: bytes | None, written: bytes, now: bytes, rest: bytes | None
) -> None:
    """Where more than a block was written, ours cannot be told from theirs."""
    assert without_ours(SCRIPT, now, written, before) == rest


@pytest.mark.parametrize(
    ("path", "now"), [(JSON, b'{"a": '), (JSON, b"\xe4"), (TOML, b"a = "), (TOML, b"\xe4")]
)
def test_what_cannot_be_read_is_left(path: Path, now: bytes) -> None:
    """A broken file is somebody's work in progress."""
    assert without_ours(path, now, b"", b"") is None
