from typing import Any

import pytest

from ingestion.tool_facts import commit, facts, patched_files

PATCH = "*** Begin Patch\n*** Add File: src/a.py\n+x\n*** Update File: b.py\n*** End Patch"


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        ({"path": "/a"}, {"file_path": "/a"}),
        ({"filePath": "/a"}, {"file_path": "/a"}),
        ({"file_path": "", "path": "/b"}, {"file_path": "/b"}),
        ({"command": "ls"}, {"command": "ls"}),
        ({"command": ["git", "status"]}, {"command": "git status"}),
        ('{"path": "/a", "command": "view"}', {"file_path": "/a", "command": "view"}),
        (PATCH, {"file_paths": ("src/a.py", "b.py"), "written_text": "x"}),
        ({"patchText": PATCH}, {"file_paths": ("src/a.py", "b.py"), "written_text": "x"}),
        (PATCH.replace("b.py", "src/a.py"), {"file_path": "src/a.py", "written_text": "x"}),
        ({"path": "/a", "content": "x\ny"}, {"file_path": "/a", "written_text": "x\ny"}),
        (
            {"path": "/a", "old_str": "x", "new_str": "x\ny"},
            {"file_path": "/a", "written_text": "y"},
        ),
        (
            {"path": "/a", "edits": [{"oldString": "x", "newString": "y"}, {"newString": "z"}, 3]},
            {"file_path": "/a", "written_text": "y\nz"},
        ),
        ({"content": "x"}, {}),
        ('{"path": "/a', {}),
        ("[1]", {}),
        ({"path": 3, "command": None}, {}),
        (None, {}),
        (7, {}),
    ],
)
def test_path_lines_and_command_are_found(arguments: Any, found: dict[str, Any]) -> None:
    """Each agent's words for them are known; what is neither is left alone."""
    assert facts(arguments) == found


@pytest.mark.parametrize(
    ("command", "output", "found"),
    [
        ("git commit -m x", "[main abc1234] x\n", ("abc1234", "committed")),
        ("git -C a commit -m x", "[main abc1234] x\n", ("abc1234", "committed")),
        ("git commit --amend", "[main abc1234] x\n", ("abc1234", "amended")),
        ("git commit -m x", "[main (root-commit) abc1234] x\n", ("abc1234", "committed")),
        ("git commit -m x", "[detached HEAD abc1234] x\n", ("abc1234", "committed")),
        (
            "git commit -m a; git commit -m b",
            "[m aaaaaaa] a\n[m bbbbbbb] b\n",
            ("bbbbbbb", "committed"),
        ),
        ("git commit -q && git rev-parse HEAD", f"{'a1' * 20}\n", ("a1" * 20, "committed")),
        ("git rev-parse HEAD && git commit -q", f"{'a1' * 20}\n", None),
        ("git commit -q && git log", f"{'a1' * 20}\n", None),
        ("git status", "[main abc1234] x\n", None),
        ("git add . && echo commit", "[main abc1234] x\n", None),
        ("git commit -m x", "nothing to commit\n", None),
        ("git commit -m x", "[main abc123] too short\n", None),
        (None, "[main abc1234] x\n", None),
        (None, "[main abc1234] x\n 1 file changed, 2 insertions(+)\n", ("abc1234",)),
        (None, "[main abc1234] x\n Date: today\n 2 files changed\n", ("abc1234",)),
        (None, "[main abc1234] x\nnothing\n 2 files changed\n", None),
        ("git commit -m x", None, None),
    ],
)
def test_commit_is_read_from_gits_own_line(
    command: str | None, output: str | None, found: tuple[str, ...] | None
) -> None:
    """Only the line that git prints names one; without the command it needs the count that follows."""
    said = commit(output, command)
    assert (tuple(said.values()) or None) == found


def test_files_of_a_patch_are_those_of_its_headers() -> None:
    """Each once, in order; where a file goes is a file, too."""
    patch = (
        "*** Update File: a.py\n*** Move to: b/c.py\n+*** Add File: no.py\n*** Delete File: a.py\n"
    )
    assert patched_files(patch) == ("a.py", "b/c.py")
