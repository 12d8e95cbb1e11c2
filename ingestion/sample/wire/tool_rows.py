"""Tool calls in a transcript: the block that asks for one and the row that answers it.

Shapes follow what clients write per tool; all text is invented. Order and times are the caller's.
"""

from dataclasses import dataclass

from ingestion.sample.activity import Subagent, ToolCall
from ingestion.sample.vocabulary import CANARIES
from ingestion.sample.wire.replay import Hunk
from ingestion.sample.wire.repositories import CommitFact
from ingestion.sample.wire.rows import Row, Thread, usage

_ABANDONED = Hunk(1, (), created=False)
_SHORT_SHA = 7


@dataclass(frozen=True, slots=True)
class Answers:
    """What tool results mention but only the finished repositories know."""

    hunks: dict[str, Hunk]
    commits: dict[str, CommitFact]


def input_of(call: ToolCall, cwd: str, answers: Answers, subagent: Subagent | None) -> Row:
    """Return the arguments of a tool call."""
    if call.edit:
        path = f"{cwd}/{call.edit.path}"
        added = "\n".join(call.edit.added)
        if call.edit.creates:
            return {"file_path": path, "content": added + "\n"}
        removed = answers.hunks.get(call.edit.key, _ABANDONED).removed
        return {"file_path": path, "old_string": "\n".join(removed), "new_string": added}
    if call.command:
        return {"command": call.command, "description": "Run a command"}
    if subagent:
        return {
            "description": "Look into it",
            "prompt": "Find every caller and report.",
            "subagent_type": subagent.kind,
        }
    return {"pattern": "**/*.py"} if call.name == "Glob" else {"file_path": f"{cwd}/README.md"}


def result_row(
    thread: Thread,
    prompt_id: str,
    call: ToolCall,
    answers: Answers,
    subagent: Subagent | None,
    uuid: str,
    asked_by: str,
) -> Row:
    """Return the row that answers a tool call, refused ones included."""
    content, structured, extra = _answer(thread.cwd, call, answers, subagent)
    block: Row = {"tool_use_id": call.id, "type": "tool_result", "content": content}
    if call.name == "Bash" or not call.success:
        block["is_error"] = not call.success
    before = {
        "promptId": prompt_id,
        "type": "user",
        "message": {"role": "user", "content": [block]},
    }
    after: Row = {"toolUseResult": structured} if structured is not None else {}
    decision = {"decision": "accept" if call.accepted else "reject", "source": call.source}
    after |= extra | {"sourceToolAssistantUUID": asked_by, "permissionDecision": decision}
    return thread.row(uuid, call.ended, before, after)


def _answer(
    cwd: str, call: ToolCall, answers: Answers, subagent: Subagent | None
) -> tuple[object, object, Row]:
    """Return the text, the structured result and further keys of one answer."""
    if not call.accepted:
        text = "The call was declined."
        return text, f"Error: {text}", {"toolDenialKind": "user-rejected"}
    if not call.success:
        text = f"Exit code 1\n{CANARIES['output']}"
        return text, f"Error: {text}", {}
    if call.edit:
        return _edited(cwd, call, answers)
    if call.commit:
        return _committed(call, answers.commits[call.commit])
    if subagent:
        return _delegated(subagent)
    if call.name == "Bash":
        stdout = f"ok {call.id[-4:]}"
        return stdout, {"stdout": stdout, "stderr": "", "interrupted": False, "isImage": False}, {}
    return "1\tdef total(xs):\n2\t    return sum(xs)\n", None, {}


def _edited(cwd: str, call: ToolCall, answers: Answers) -> tuple[object, object, Row]:
    edit = call.edit
    if edit is None:
        return "", None, {}
    path = f"{cwd}/{edit.path}"
    if edit.creates:
        structured: Row = {
            "type": "create",
            "filePath": path,
            "content": "\n".join(edit.added) + "\n",
            "structuredPatch": [],
            "originalFile": None,
            "userModified": False,
        }
        return "File created.", structured, {}
    hunk = answers.hunks.get(edit.key, _ABANDONED)
    lines = [f"-{line}" for line in hunk.removed] + [f"+{line}" for line in edit.added]
    patch = {
        "oldStart": hunk.start,
        "oldLines": len(hunk.removed),
        "newStart": hunk.start,
        "newLines": len(edit.added),
        "lines": lines,
    }
    structured = {
        "filePath": path,
        "oldString": "\n".join(hunk.removed),
        "newString": "\n".join(edit.added),
        "originalFile": None,
        "structuredPatch": [patch],
        "userModified": False,
        "replaceAll": False,
    }
    return "The file has been updated.", structured, {}


def _committed(call: ToolCall, fact: CommitFact) -> tuple[object, object, Row]:
    short = fact.sha[:_SHORT_SHA]
    kind = "amended" if "--amend" in (call.command or "") else "committed"
    stdout = f"[{fact.branch} {short}] {fact.subject}\n 1 file changed"
    structured = {
        "stdout": stdout,
        "stderr": "",
        "interrupted": False,
        "isImage": False,
        "noOutputExpected": False,
        "gitOperation": {"commit": {"sha": short, "kind": kind, "branch": fact.branch}},
    }
    return stdout, structured, {"sandboxed": False}


def _delegated(subagent: Subagent) -> tuple[object, object, Row]:
    """Return a subagent's report; `totalTokens` is the context of its last request, not a sum."""
    last = subagent.requests[-1].tokens
    report = [{"type": "text", "text": "Nothing else calls it."}]
    structured = {
        "status": "completed",
        "agentId": subagent.id,
        "agentType": subagent.kind,
        "content": report,
        "resolvedModel": subagent.model,
        "totalDurationMs": subagent.requests[-1].at - subagent.requests[0].at,
        "totalTokens": last.total_input + last.output,
        "totalToolUseCount": sum(len(request.tools) for request in subagent.requests),
        "usage": usage(last, last.output),
    }
    return report, structured, {}
