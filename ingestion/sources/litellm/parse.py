"""Lines of a proxy's log to rows of `events`: pure, so that where a file was cut changes nothing.

Which record told of a call belongs to `calls`, who called to `callers`, tokens and cost to `usage`. Finding
files belongs to `paths` and `ingestion.tail`, the JSON itself to `ingestion.json_lines`.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from agent_analytics.records import FILES
from ingestion.json_lines import UnreadableError, objects_of, parts_of, word_of
from ingestion.line_events import add_line
from ingestion.moments import BAD_TIME
from ingestion.sources.litellm import callers, usage
from ingestion.sources.litellm.calls import Call, call_of, mapping, text
from ingestion.stretches import Stretch, deterministic_key
from ingestion.tail import Reading

Record = dict[str, Any]

_PROVIDERS: Mapping[str, str] = {
    "gemini": "google",
    "vertex_ai": "google",
    "vertex_ai_beta": "google",
    "xai": "x-ai",
    "moonshot": "moonshotai",
}
"""Names the proxy gives to companies that others call otherwise."""

_FAILURE = "failure"
_ARRAY = re.compile(rb"(?:\xef\xbb\xbf)?\s*\[")


def stretch_of(reading: Reading) -> Stretch:
    """Return what newly read lines of one file say.

    Every row made of a line is one record received. A line that tells of no call is one record ignored;
    what cannot be read of a line is one dead letter.
    """
    stretch = Stretch(reading.file_key, reading.from_offset, reading.to_offset)
    for offset, line in reading.lines:
        for start, part in parts_of(line):
            place = {"file_key": reading.file_key, "file_offset": offset + start}
            said = (
                ({**record, **place}, flag)
                for value, flag in _told(part)
                for record in records(value)
            )
            add_line(stretch, "proxy line", offset + start, part, said)
    if reading.row is not None:
        stretch.add(FILES, reading.row)
    return stretch


def _told(line: bytes) -> Iterator[tuple[Record, str | None]]:
    """Yield the objects of a line: its own, or the members of an array or of a page of the proxy's interface.

    Raises `UnreadableError` at what is no object.
    """
    for value, flag in objects_of(b'{"data":%b}' % line if _ARRAY.match(line) else line):
        members = value.get("data")
        if not isinstance(members, list):
            yield value, flag
            continue
        for member in members:
            if not isinstance(member, dict):
                reason = "not an object"
                raise UnreadableError(reason)
            yield member, flag


def records(value: Mapping[str, Any]) -> Iterator[Record]:
    """Yield the rows of one object: the request, the error, or both of a call that broke off.

    Nothing for the server's own log lines and health checks. Raises `UnreadableError` for an object that is
    neither a call nor a log line.
    """
    call = call_of(value)
    if call is None:
        if "message" in value and "level" in value:
            return
        reason = "not_a_call"
        raise UnreadableError(reason)
    if callers.is_health_check(call):
        return
    has_failed = call.status == _FAILURE
    if usage.has_tokens(call) or (not has_failed and usage.cost(call)):
        yield {
            **_base(call, "request"),
            **usage.durations(call),
            **usage.tokens(call),
            **callers.verdict(call),
            **_modes(call),
            "reported_cost_microusd": usage.cost(call),
            "is_synthetic": usage.is_cache_hit(call),
        } | _flags(call)
    if has_failed:
        yield {**_base(call, "request_error"), **usage.durations(call), **_failure(call)} | _flags(
            call
        )


def _base(call: Call, event_name: str) -> Record:
    agent, version = callers.client(call)
    own = call.response_id or text(call.fields.get("litellm_call_id"))
    started = call.started_at
    # An answer from the proxy's cache has the identifier of the answer that was cached.
    has_own_id = own is not None and not usage.is_cache_hit(call)
    provider = text(call.fields.get("custom_llm_provider"))
    model = text(call.fields.get("model"))
    return {
        "event_id": deterministic_key("litellm", event_name, own, None if has_own_id else started),
        "source_layer": "proxy",
        "agent": agent,
        "client_version": version,
        "event_name": event_name,
        "event_at": started,
        "session_id": callers.session(call, agent),
        "message_id": call.response_id,
        **callers.person(call),
        "provider": _PROVIDERS.get(provider, provider) if provider else None,
        "model": model.removeprefix(f"{provider}/") if model else None,
        "requested_model": text(call.fields.get("model_group")),
    }


def _flags(call: Call) -> Record:
    """Return the flags of a row: those of its tokens, and that its time cannot be read."""
    found = [usage.tokens(call).get("flags"), None if call.started_at else BAD_TIME]
    return {"flags": ",".join(filter(None, found)) or None}


def _modes(call: Call) -> Record:
    said = mapping(call.usage)
    breakdown = mapping(call.fields.get("cost_breakdown"))
    breakdown = breakdown or mapping(call.metadata.get("cost_breakdown"))
    return {
        "service_tier": text(said.get("service_tier")) or text(breakdown.get("service_tier")),
        "speed": text(said.get("speed")),
        "inference_geo": text(said.get("inference_geo")),
    }


def _failure(call: Call) -> Record:
    told = mapping(call.fields.get("error_information"))
    told = told or mapping(call.metadata.get("error_information"))
    code = str(told.get("error_code") or "")
    return {
        "status_code": int(code) if code.isascii() and code.isdigit() else None,
        "error_type": word_of(told.get("error_class")),
        "error_text": text(call.fields.get("error_str")) or text(told.get("error_message")),
    }
