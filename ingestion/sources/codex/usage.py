"""Model requests: one per response, from the record of its usage or from the growth of the thread's total.

What the numbers include is said in `ingestion.codex_facts` and in the README beside this file.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from ingestion import codex_facts
from ingestion.json_lines import UnreadableError
from ingestion.line_events import add_flag
from ingestion.sources.codex.columns import Line, base_record
from ingestion.sources.codex.thread import Thread, Usage, usage_of


def recorded(line: Line, thread: Thread) -> Iterator[dict[str, Any]]:
    """Yield the request of a `token_usage_record`; none for one that another thread paid.

    From the first record on, whoever paid, a file's running totals repeat what records say. Raises
    `UnreadableError` for usage of another shape: tokens are never lost in silence.
    """
    payload = line.payload
    thread.has_records = True
    said = payload.get("thread_id")
    said = said if isinstance(said, str) and said else None
    if said is not None and thread.id is not None and said != thread.id:
        return
    usage = usage_of(payload.get("usage"))
    if usage is None:
        raise _unreadable()
    response_id = payload.get("response_id")
    if not isinstance(response_id, str) or not response_id:
        response_id = None
    record = base_record(line, thread, "request", *filter(None, (response_id,)))
    if thread.id is None and said is not None:
        record["session_id"] = said
    turn_id = payload.get("turn_id")
    yield {
        **_with_usage(record, thread, usage),
        "prompt_id": turn_id if isinstance(turn_id, str) else thread.turn_id,
        "request_id": response_id,
        "message_id": response_id,
    }


def counted(line: Line, thread: Thread) -> Iterator[dict[str, Any]]:
    """Yield the request by which a `token_count` raised the thread's total; none when it did not.

    A total that stands in a part copied from the parent is where this thread's own use begins. Raises
    `UnreadableError` for usage of another shape.
    """
    info = line.payload.get("info")
    if info is None or thread.has_records:
        return
    if not isinstance(info, Mapping):
        raise _unreadable()
    total = usage_of(info.get("total_token_usage"))
    if total is None:
        raise _unreadable()
    moment = line.moment
    is_inherited = thread.is_copy(line.ordinal, moment) or (
        thread.counted_after is not None and moment is not None and moment <= thread.counted_after
    )
    if is_inherited:
        thread.used = total
        return
    grown = thread.increase(total, usage_of(info.get("last_token_usage")))
    if grown is not None:
        yield _with_usage(base_record(line, thread, "request", "total", *total), thread, grown)


def _with_usage(record: dict[str, Any], thread: Thread, usage: Usage) -> dict[str, Any]:
    total_input, cached, written, output, reasoning = usage
    columns = codex_facts.token_columns(total_input, cached, written, output, reasoning)
    add_flag(record, columns.pop("flags", None))
    return {
        **record,
        **columns,
        "provider": thread.provider,
        "model": thread.model,
        "effort": thread.effort,
        "service_tier": thread.service_tier,
    }


def _unreadable() -> UnreadableError:
    reason = "bad_usage"
    return UnreadableError(reason)
