"""One transcript line as the client wrote it: a typed view that decodes only what is used.

Damaged lines are mended by `ingestion.json_lines`. What a row means belongs to `parse` and its neighbours.
"""

from collections.abc import Iterator
from typing import Any

import msgspec

from ingestion.json_lines import damaged_objects, stripped


class Row(msgspec.Struct, rename="camel", gc=False):
    """The fields of a line that are used; every one may be missing or null."""

    type: str | None = None
    subtype: str | None = None
    uuid: str | None = None
    session_id: str | None = None
    request_session_id: str | None = None
    timestamp: str | int | float | None = None
    is_sidechain: bool | None = None
    agent_id: str | None = None
    cwd: str | None = None
    git_branch: str | None = None
    version: str | None = None
    entrypoint: str | None = None
    prompt_id: str | None = None
    permission_mode: str | None = None
    message: msgspec.Raw = msgspec.Raw()
    request_id: str | None = None
    api_block_index: int | None = None
    requested_model: str | None = None
    effort: str | None = None
    is_api_error_message: bool | None = None
    api_error_status: Any = None
    api_error_type: str | None = None
    error: Any = None
    cost_usd: Any = msgspec.field(default=None, name="costUSD")
    tool_use_result: msgspec.Raw = msgspec.field(default=msgspec.Raw(), name="toolUseResult")
    permission_decision: Any = None
    tool_denial_kind: str | None = None
    is_meta: bool | None = None
    is_compact_summary: bool | None = None
    is_visible_in_transcript_only: bool | None = None
    retry_attempt: Any = None
    max_retries: Any = None
    retry_in_ms: Any = None
    duration_ms: Any = None
    compact_metadata: Any = None
    pr_number: Any = None
    pr_url: str | None = None
    model_usage: Any = None
    start_time: Any = None
    total_duration: Any = None


def rows_of(line: bytes) -> Iterator[tuple[Row, str | None]]:
    """Yield the rows of a line, nearly always one, each with a data-quality flag or None.

    Two objects on a line are two rows; a byte-order mark, runs of NUL and a trailing comma are skipped. Raises
    `UnreadableError` at the first part that cannot be read.
    """
    text = stripped(line)
    if not text:
        return
    try:
        if not text.isascii():
            # Parts are decoded later; what they hold must be known to be text by then.
            text.decode()
        yield _STRICT.decode(text), None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        for value, flag in damaged_objects(text):
            yield _row_from(value), flag


_STRICT = msgspec.json.Decoder(Row)


def _row_from(value: dict[str, Any]) -> Row:
    """Return a row of the fields that have the expected type; the others count as missing."""
    row = Row()
    for field in msgspec.structs.fields(Row):
        given = value.get(field.encode_name)
        if given is None:
            continue
        if field.type is msgspec.Raw:
            setattr(row, field.name, msgspec.Raw(msgspec.json.encode(given)))
            continue
        try:
            setattr(row, field.name, msgspec.convert(given, field.type))
        except msgspec.ValidationError:
            continue
    return row
