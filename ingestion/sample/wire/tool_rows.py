"""Tool calls in a transcript: the block that asks for one and the row that answers it.

Shapes follow what clients write per tool; all text is invented. Order and times are the caller's.
"""

from dataclasses import dataclass

from ingestion.sample.activity import Edit, Subagent, ToolCall
from ingestion.sample.vocabulary import CANARIES
from ingestion.sample.wire.replay import Hunk
from ingestion.sample.wire.repositories import CommitFact
from ingestion.sample.wire.rows import Row, Thread, usage

_ABANDONED = Hunk(1, (), created=False)


@dataclass(frozen=True, slots=True)
class Answers:
    """What tool results mention but only the finished repositories know."""

    hunks: dict[str, Hunk]
    commits: dict[str, CommitFact]


@dataclass(frozen=True, slots=True)
class Asked:
    """A tool call in its place: the prompt it served, the row that asked, the subagent it started."""

    call: ToolCall
    prompt_id: str
    by: str
    subagent: Subagent | None


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


def result_row(thread: Thread, asked: Asked, answers: Answers, uuid: str) -> Row:
    """Return the row that answers a tool call, refused ones included."""
    call = asked.call
    content, structured = _answer(thread.cwd, asked, answers)
    block: Row = {"tool_use_id": call.id, "type": "tool_result", "content": content}
    if call.name == "Bash" or not call.success:
        block["is_error"] = not call.success
    message = {"role": "user", "content": [block]}
    after: Row = {"toolUseResult": structured} if structured is not None else {}
    if not call.accepted:
        after["toolDenialKind"] = "user-rejected"
    after["sourceToolAssistantUUID"] = asked.by
    decision = "accept" if call.accepted else "reject"
    after["permissionDecision"] = {"decision": decision, "source": call.source}
    before = {"promptId": asked.prompt_id, "type": "user", "message": message}
    return thread.row(uuid, call.ended, before, after)


def _answer(cwd: str, asked: Asked, answers: Answers) -> tuple[object, object]:
    """Return the text and the structured result of one answer; None where there is none."""
    call = asked.call
    if not call.success:
        refused = "The call was declined."
        text = f"Exit code 1\n{CANARIES['output']}" if call.accepted else refused
        return text, f"Error: {text}"
    if call.edit:
        return _edited(f"{cwd}/{call.edit.path}", call.edit, answers)
    if call.name == "Bash":
        return _ran(call, answers)
    if asked.subagent:
        return _delegated(asked.subagent)
    return "1\tdef total(xs):\n2\t    return sum(xs)\n", None


def _edited(path: str, edit: Edit, answers: Answers) -> tuple[object, object]:
    if edit.creates:
        return "File created.", {
            "type": "create",
            "filePath": path,
            "content": "\n".join(edit.added) + "\n",
            "structuredPatch": [],
            "originalFile": None,
            "userModified": False,
        }
    hunk = answers.hunks.get(edit.key, _ABANDONED)
    patch = {
        "oldStart": hunk.start,
        "oldLines": len(hunk.removed),
        "newStart": hunk.start,
        "newLines": len(edit.added),
        "lines": [f"-{line}" for line in hunk.removed] + [f"+{line}" for line in edit.added],
    }
    return "The file has been updated.", {
        "filePath": path,
        "oldString": "\n".join(hunk.removed),
        "newString": "\n".join(edit.added),
        "originalFile": None,
        "structuredPatch": [patch],
        "userModified": False,
        "replaceAll": False,
    }


def _ran(call: ToolCall, answers: Answers) -> tuple[object, object]:
    """Return what a shell command printed; after a commit also which one it made."""
    fact = answers.commits[call.commit] if call.commit else None
    stdout = f"ok {call.id[-4:]}"
    if fact:
        stdout = f"[{fact.branch} {fact.short}] {fact.subject}\n 1 file changed"
    structured: Row = {"stdout": stdout, "stderr": "", "interrupted": False, "isImage": False}
    if fact:
        kind = "amended" if "--amend" in (call.command or "") else "committed"
        commit = {"sha": fact.short, "kind": kind, "branch": fact.branch}
        structured["gitOperation"] = {"commit": commit}
    return stdout, structured


def _delegated(subagent: Subagent) -> tuple[object, object]:
    """Return a subagent's report; `totalTokens` is the context of its last request, not a sum."""
    last = subagent.requests[-1].tokens
    report = [{"type": "text", "text": "Nothing else calls it."}]
    return report, {
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
