"""What tool calls ask and print, whichever agent makes them.

Text is invented. Shapes belong to each agent's files.
"""

from ingestion.sample.activity import Edit, ToolCall
from ingestion.sample.vocabulary import CANARIES
from ingestion.sample.wire.replay import Hunk
from ingestion.sample.wire.tool_rows import Answers

FILE_TEXT = "def total(xs):\n    return sum(xs)\n"
_ABANDONED = Hunk(1, (), created=False)


def command_of(call: ToolCall) -> str:
    """Return the shell command of a call; reading is a command, too, where there is no tool for it."""
    return call.command or "sed -n '1,80p' README.md"


def exit_code(call: ToolCall) -> int:
    """Return what the command of a call exits with."""
    return 0 if call.success else 1


def printed(call: ToolCall, answers: Answers) -> str:
    """Return what a command printed; after a commit git's own lines about it."""
    if not call.success:
        return f"{CANARIES['output']}\n"
    if call.commit:
        fact = answers.commits[call.commit]
        count = "1 file changed, 3 insertions(+)"
        return f"[{fact.branch} {fact.short}] {fact.subject}\n {count}\n"
    return f"ok {call.id[-4:]}\n" if call.command else FILE_TEXT


def hunk_of(edit: Edit, answers: Answers) -> Hunk:
    """Return where an edit landed; edits that were never committed landed at the top."""
    return answers.hunks.get(edit.key, _ABANDONED)


def unified(edit: Edit, answers: Answers) -> str:
    """Return an edit as a unified diff without file names."""
    hunk = hunk_of(edit, answers)
    head = f"@@ -{hunk.start},{len(hunk.removed)} +{hunk.start},{len(edit.added)} @@\n"
    removed = "".join(f"-{line}\n" for line in hunk.removed)
    return head + removed + "".join(f"+{line}\n" for line in edit.added)


def patch(edit: Edit, answers: Answers) -> str:
    """Return an edit in the format of Codex's patches."""
    if edit.creates:
        body = f"*** Add File: {edit.path}\n"
    else:
        removed = "".join(f"-{line}\n" for line in hunk_of(edit, answers).removed)
        body = f"*** Update File: {edit.path}\n@@\n{removed}"
    added = "".join(f"+{line}\n" for line in edit.added)
    return f"*** Begin Patch\n{body}{added}*** End Patch\n"
