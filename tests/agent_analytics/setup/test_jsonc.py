import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_analytics.errors import SetupError
from agent_analytics.setup.jsonc import decoded, with_item, with_value, without

_LEAVES = st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=5)
_VALUES = st.recursive(
    _LEAVES,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=8,
)


def test_comments_order_and_blanks_stay() -> None:
    """Only the new member is new in the text."""
    text = '{\n    // mine\n    "b": 1,   /* odd */\n    "a": [1,2,],\n}\n'
    expected = text.replace("[1,2,],", '[1,2,],\n    "c": true,')
    assert with_value(text, ["c"], True) == expected


@pytest.mark.parametrize(
    ("text", "path", "expected"),
    [
        ("", ["a", "b"], '{\n  "a": {"b": 1}\n}\n'),
        ("{}", ["a"], '{\n  "a": 1\n}'),
        ('{"a": {"x": 0}}', ["a", "b"], '{"a": {"x": 0, "b": 1}}'),
        ('{"a": 7, "z": 2}', ["a"], '{"a": 1, "z": 2}'),
        ('{\n\t"z": 2\n}', ["a"], '{\n\t"z": 2,\n\t"a": 1\n}'),
    ],
)
def test_value_is_set_where_it_belongs(text: str, path: list[str], expected: str) -> None:
    """Objects are made where they are missing, in the file's own indentation."""
    assert with_value(text, path, 1) == expected


@given(st.dictionaries(st.text(max_size=3), _VALUES, max_size=4), st.text(max_size=3), _VALUES)
def test_setting_a_value_changes_nothing_else(tree: dict[str, Any], key: str, value: Any) -> None:
    """Whatever the settings hold, afterwards they hold that and the value."""
    for indent in (None, 2, "\t"):
        text = json.dumps(tree, indent=indent)
        assert decoded(with_value(text, [key], value)) == {**tree, key: value}


@given(st.lists(_VALUES, max_size=3), _VALUES)
def test_adding_an_item_keeps_the_others(items: list[Any], item: Any) -> None:
    """The new item comes last; a missing list is made."""
    assert decoded(with_item(json.dumps({"a": items}), ["a"], item)) == {"a": [*items, item]}
    assert decoded(with_item("{}", ["a"], item)) == {"a": [item]}


@pytest.mark.parametrize(
    "text", ["{", '{"a"}', '{"a": nope}', '{"a": 1} x', '["a" "b"]', "{'a': 1}"]
)
def test_what_is_not_json_is_refused(text: str) -> None:
    """A file that cannot be understood is not touched."""
    with pytest.raises(SetupError):
        decoded(text)


def test_member_of_something_else_is_refused() -> None:
    """A path through a text or list leads nowhere."""
    with pytest.raises(SetupError, match="a is not an object"):
        with_value('{"a": [1]}', ["a", "b"], 1)


@pytest.mark.parametrize(
    ("text", "path", "expected"),
    [
        ('{"a": 1, "b": 2}', ["a"], '{"b": 2}'),
        ('{"a": 1, "b": 2}', ["b"], '{"a": 1}'),
        ('{\n  "a": 1,\n  "b": 2,\n}', ["b"], '{\n  "a": 1,\n}'),
        ('{ "a": 1 }', ["a"], "{}"),
        ('{"x": {"a": 1}}', ["x", "a"], '{"x": {}}'),
        ('{"x": 1}', ["a"], '{"x": 1}'),
        ('{"x": 1}', ["y", "a"], '{"x": 1}'),
        ('{"x": [1]}', ["x", "a"], '{"x": [1]}'),
    ],
)
def test_a_member_is_taken_out(text: str, path: list[str], expected: str) -> None:
    """With its comma; a path that leads nowhere changes nothing."""
    assert without(text, path) == expected


@given(st.dictionaries(st.text(max_size=3), _VALUES, min_size=1, max_size=4), st.data())
def test_taking_a_member_out_changes_nothing_else(tree: dict[str, Any], data: Any) -> None:
    """Whatever the settings hold, afterwards they hold the rest."""
    key = data.draw(st.sampled_from(sorted(tree)))
    for indent in (None, 2, "\t"):
        rest = {name: value for name, value in tree.items() if name != key}
        assert decoded(without(json.dumps(tree, indent=indent), [key])) == rest
