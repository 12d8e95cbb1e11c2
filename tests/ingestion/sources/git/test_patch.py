"""A patch is read file by file, whatever its lines look like."""

from agent_analytics.attribution.lines import MAX_LINES, Hunk
from ingestion.sources.git.patch import file_patches

HEAD = b"diff --git a/x b/x\nindex 1..2 100644\n--- a/x\n+++ b/x\n"


def hunks(patch: bytes) -> list[list[Hunk]]:
    """Return the hunks of each file."""
    return [file.hunks for file in file_patches(patch)]


def test_lines_that_look_like_headers_are_lines() -> None:
    """A hunk has as many lines as it says; what they begin with does not matter."""
    patch = (
        HEAD
        + b"@@ -1 +1,2 @@\n---- a/y\n++++ b/y\n+diff --git a/z b/z\n@@ -9 +10,0 @@\n-@@ -1 +1 @@\n"
    )
    assert hunks(patch) == [
        [Hunk(["--- a/y"], ["+++ b/y", "diff --git a/z b/z"]), Hunk(["@@ -1 +1 @@"], [])]
    ]


def test_a_file_in_another_encoding_has_lines() -> None:
    """What is not UTF-8 is read as Latin-1, line by line."""
    patch = HEAD + b"@@ -1 +1 @@\n-caf\xe9\n+caf\xc3\xa9\n"
    assert hunks(patch) == [[Hunk(["café"], ["café"])]]


def test_a_missing_line_end_is_no_line() -> None:
    """Git's remark about it stands between the lines of a hunk and counts for none."""
    note = b"\\ No newline at end of file\n"
    patch = HEAD + b"@@ -1 +1 @@\n-a\n" + note + b"+b\n" + note + HEAD + b"@@ -0,0 +1 @@\n+c\n"
    assert hunks(patch) == [[Hunk(["a"], ["b"])], [Hunk([], ["c"])]]


def test_files_without_lines_have_a_place() -> None:
    """A changed mode or a binary file is a file without hunks."""
    patch = b"diff --git a/x b/x\nold mode 1\nnew mode 2\n" + HEAD + b"Binary files differ\n"
    assert hunks(patch) == [[], []]


def test_a_file_that_is_cut_off_is_not_whole() -> None:
    """Fewer lines than announced are not compared at all."""
    (file,) = file_patches(HEAD + b"@@ -0,0 +1,3 @@\n+a\n+b")
    assert (file.is_whole, file.hunks) == (False, [])


def test_a_very_long_file_is_not_read() -> None:
    """At the limit it is, beyond it is not; the file after it is read either way."""
    for count, is_whole in ((MAX_LINES, True), (MAX_LINES + 1, False)):
        body = b"@@ -0,0 +1,%d @@\n" % count + b"+x\n" * count
        long, after = file_patches(HEAD + body + HEAD + b"@@ -1 +0,0 @@\n-y\n")
        assert (long.is_whole, after.hunks) == (is_whole, [Hunk(["y"], [])])
