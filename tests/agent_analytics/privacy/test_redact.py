import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_analytics.privacy.policy import ATTRIBUTES, TEXT_FIELDS, Policy, policy_for
from agent_analytics.privacy.pseudonyms import KEY_BYTES, Pseudonymizer
from agent_analytics.privacy.redact import apply, apply_columns

CANARY = "xCANARYx"


def _policy() -> Policy:
    return policy_for(1, Pseudonymizer(bytes(KEY_BYTES)))


_CANARY_TEXT = st.sampled_from(
    [CANARY, f"/home/{CANARY}/{CANARY}/a", f"{CANARY} --token {CANARY}", f"sudo {CANARY}"]
)
_CANARY_VALUES = st.one_of(
    _CANARY_TEXT,
    st.lists(_CANARY_TEXT, max_size=2),
    st.dictionaries(_CANARY_TEXT, _CANARY_TEXT, max_size=2),
    st.integers(),
    st.none(),
)
_OF_PEOPLE = {"email", "person_name", "person_handle"}
_PEOPLE = {name for name, rule in TEXT_FIELDS.items() if rule.reduction in _OF_PEOPLE}
_TEXT_NAMES = sorted(set(TEXT_FIELDS) - _PEOPLE - {"repository_url", "attributes"})


@given(
    st.dictionaries(st.sampled_from([*_TEXT_NAMES, "unknown"]), _CANARY_VALUES),
    st.dictionaries(st.text(max_size=9).map(lambda name: f"no {name}"), _CANARY_VALUES),
)
def test_no_planted_text_survives(fields: dict[str, Any], attributes: dict[str, Any]) -> None:
    """Whatever is planted in text fields and unknown attributes, neither rows nor counts hold it."""
    kept, dropped = apply(_policy(), {**fields, "attributes": {**attributes, CANARY + " ": 1}})
    assert CANARY.lower() not in repr((kept, dropped)).lower()


@given(
    st.fixed_dictionaries(
        {},
        optional={
            "file_path": st.text(),
            "working_folder": st.text(),
            "command": st.text(),
            "repository_url": st.text(),
            "user_email": st.text(),
            "model": st.text(),
            "flags": st.text(),
            "attributes": st.dictionaries(
                st.sampled_from(sorted(ATTRIBUTES)),
                st.one_of(st.text(), st.integers(-9, 9), st.booleans()),
            ),
        },
    )
)
def test_redacting_twice_changes_nothing(record: dict[str, Any]) -> None:
    """What passed the guard passes it again, unchanged."""
    once, _ = apply(_policy(), record)
    twice, dropped = apply(_policy(), once)
    assert (twice, dropped) == (once, [])


def test_columns_are_redacted_like_single_records() -> None:
    """Many records at once become what each would become alone."""
    records = [
        {"command": "git log", "file_path": "a/b.py", "attributes": {"trigger": "auto", "x": 1}},
        {"command": None, "file_path": 3, "attributes": None},
        {"command": "secret", "file_path": "c", "attributes": {"trigger": "manual"}},
    ]
    columns = {name: [record[name] for record in records] for name in records[0]}
    kept, _ = apply_columns(_policy(), columns)
    for row, record in enumerate(records):
        alone = {name: values[row] for name, values in kept.items() if values[row] is not None}
        assert alone == apply(_policy(), record)[0]


def test_lost_field_names_the_records_that_had_it() -> None:
    """Dropped fields are counted per record; a null is nothing to drop."""
    columns = {"prompt_text": ["a", None, "b"], "strange": [None, 1, None]}
    assert apply_columns(_policy(), columns)[1] == {
        ("prompt_text", "tier"): [0, 2],
        ("strange", "unknown"): [1],
    }


def test_failed_reduction_drops_the_field_and_flags_the_record() -> None:
    """A field that cannot be reduced does not pass, and the record says so."""
    kept, dropped = apply(_policy(), {"file_path": 3, "model": "m", "flags": "bad_time"})
    assert kept == {"model": "m", "flags": "bad_time,redaction_failed"}
    assert dropped == [("file_path", "failed")]


def test_name_that_may_hold_text_is_not_counted_by_name() -> None:
    """Keys come from outside, too; only what looks like a name is written down."""
    _, dropped = apply(_policy(), {"attributes": {"my secret": 1, "plugin.name": 2}})
    assert dropped == [("(other)", "unknown"), ("plugin.name", "unknown")]


def test_allowed_attribute_keeps_scalars_only() -> None:
    """Lists and maps may hold text and are left out; long text is cut."""
    attributes = {"trigger": "t" * 99, "is_async": True, "num_hooks": 2, "status": ["a"]}
    kept, _ = apply(_policy(), {"attributes": attributes})
    assert json.loads(kept["attributes"]) == {
        "trigger": "t" * 64,
        "is_async": True,
        "num_hooks": 2,
    }


def test_two_fields_for_one_column_keep_the_known_value() -> None:
    """A later field without a value does not erase an earlier one."""
    record = {"repository": "host/a/b", "repository_url": "/local/path"}
    assert apply(_policy(), record)[0] == {"repository": "host/a/b"}


@pytest.mark.parametrize(
    "text",
    [
        "please remove the user table and deploy it tonight",
        "x" * 257,
        "feature/ghp_" + "aB3dE6" * 6,
        "/home/ana/shop",
        "~/shop",
        "C:\\shop",
        "\\\\server\\shop",
        "file:shop",
    ],
)
def test_name_that_reads_like_text_becomes_a_hash(text: str) -> None:
    """Prose, endless values, paths and secrets do not pass as a name; equal ones stay equal."""
    kept, dropped = apply(_policy(), {"git_branch": text})
    assert kept == {"git_branch": "hidden:" + _policy().pseudonymizer.token(text)}
    assert dropped == [("git_branch", "hidden")]


@pytest.mark.parametrize("text", ["/compact", "fix/login", "a:b", "~ana", "c:tool", "files"])
def test_name_that_only_resembles_a_path_is_kept(text: str) -> None:
    """Slashes, colons and tildes belong to names of commands, branches and plugins."""
    assert apply(_policy(), {"git_branch": text})[0] == {"git_branch": text}


def test_ordinary_names_pass_beside_an_odd_one() -> None:
    """One odd name costs no other its value."""
    names = ["main", "a b c d e f", None, "fix/login"]
    kept, _ = apply_columns(_policy(), {"git_branch": names})
    assert list(kept["git_branch"]) == [
        "main",
        "hidden:" + _policy().pseudonymizer.token("a b c d e f"),
        None,
        "fix/login",
    ]


@pytest.mark.parametrize(
    ("name", "tier"),
    [("prompt_text", 2), ("tool_parameters", 2), ("error_text", 2), ("response_text", 3)],
)
def test_content_is_kept_from_its_tier_on(name: str, tier: int) -> None:
    """Below its tier nothing of a text is kept, from it on the text without its secrets."""
    for asked in (1, 2, 3):
        policy = policy_for(asked, Pseudonymizer(bytes(KEY_BYTES)))  # type: ignore[arg-type]
        kept, _ = apply(policy, {name: "use password=hunter2x9 please"})
        assert kept == ({} if asked < tier else {name: "use password=[secret] please"})


def test_content_may_be_json() -> None:
    """Parameters come as text or as parsed JSON; both are masked."""
    policy = policy_for(2, Pseudonymizer(bytes(KEY_BYTES)))
    kept, _ = apply(policy, {"tool_parameters": {"env": {"API_TOKEN": "q7Wz81Lk03"}}})
    assert json.loads(kept["tool_parameters"]) == {"env": {"API_TOKEN": "[secret]"}}


def test_several_files_are_kept_side_by_side() -> None:
    """Each file's own tokens are among those of the call, each once; the first gives the extension."""
    (one, _), (both, _), (twice, _) = (
        apply(_policy(), {"file_paths": paths})
        for paths in (("a/b.py",), ("a/b.py", "c.sql"), ("a/b.py", "a/b.py"))
    )
    other = apply(_policy(), {"file_path": "c.sql"})[0]["file_path_keys"]
    assert both == {"file_extension": "py", "file_path_keys": f"{one['file_path_keys']}/{other}"}
    assert twice == one == apply(_policy(), {"file_path": "a/b.py"})[0]


@pytest.mark.parametrize("attributes", [["a prompt"], [{}], 3, {1: "x"}, "not JSON"])
def test_what_is_no_set_of_attributes_is_dropped_and_flagged(attributes: object) -> None:
    """It is neither kept nor an end of all that comes with it."""
    kept, lost = apply(_policy(), {"agent": "a", "attributes": attributes})
    assert kept == {"agent": "a", "flags": "redaction_failed"}
    assert lost == [("attributes", "failed")]


_ATTRIBUTES = st.fixed_dictionaries(
    {
        "hook_event": st.sampled_from(["Stop", "two words and more of them than a name has", None]),
        "num_hooks": st.sampled_from([1, 1.0, True, "1", None, [1]]),
        "unknown one": st.sampled_from(["x", None]),
    }
)


@given(st.lists(_ATTRIBUTES, min_size=1, max_size=5))
def test_attributes_as_columns_are_kept_as_those_of_each_record(
    attributes: list[dict[str, object]],
) -> None:
    """Text, numbers, gaps and what is dropped are the same, also where all records say alike."""
    columns = {name: [each[name] for each in attributes] for name in attributes[0]}
    kept, dropped = apply_columns(_policy(), {"agent": ["a"] * len(attributes)}, columns)
    for row, each in enumerate(attributes):
        known = {name: value for name, value in each.items() if value is not None}
        alone, lost = apply(_policy(), {"agent": "a", "attributes": known})
        assert kept["attributes"][row] == alone.get("attributes")
        assert {what for what, rows in dropped.items() if row in rows} == set(lost)
