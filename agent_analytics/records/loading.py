"""What every source that reads files lands beside its rows: positions, outcomes, refusals and dropped names."""

from agent_analytics.records.shape import Table, columns

FILES = Table(
    "files",
    "file_key",
    "One row per file a source has read, with the position reached. Not derived: it is the loader's memory.",
    (
        *columns(
            "text",
            file_key="Keyed hash of the file's path.",
            root_key="Keyed hash of the home that it was found in, else of the configured folder.",
            head_hash="Hash of the file's first bytes; tells a rewritten file from a grown one.",
            tail_hash="Hash of the bytes just before `read_offset`; null for compressed files.",
            state="`active`, `gone`, `unreadable` or `skipped`.",
            detail="Why a file was skipped or unreadable.",
        ),
        *columns(
            "bigint",
            device="Device number of the file.",
            inode="Inode number of the file.",
            size_bytes="Size when last read, in bytes on disk.",
            modified_ns="Modification time when last read, nanoseconds since 1970.",
            head_bytes="How many first bytes `head_hash` covers.",
            read_offset="Bytes consumed of the (decompressed) content, up to a whole line.",
        ),
        *columns("timestamp", read_at="When the file was last read (UTC)."),
        *columns("text", batch_id="Load batch that wrote the row."),
    ),
)

OUTCOMES = Table(
    "outcomes",
    "outcome_id",
    "One row per stretch of input read, with exactly one outcome counted per record.",
    (
        *columns(
            "text",
            outcome_id="Hash of source, file, head and byte range: reading the same stretch again replaces it.",
            source="Source that read it.",
            file_key="Keyed hash of the file; the scope's name for sources without files.",
        ),
        *columns(
            "bigint",
            from_offset="First byte of the stretch.",
            to_offset="Byte after the stretch.",
            received_count="Records met.",
            accepted_count="Records landed in at least one table.",
            dead_lettered_count="Records refused with a reason.",
            ignored_count="Records that carry nothing to keep, by design.",
            rejected_count="Requests turned away undecoded, each counted as one record; only a receiver does.",
            flagged_count="Accepted records with a data-quality flag.",
        ),
        *columns("timestamp", read_at="When the stretch was read (UTC)."),
        *columns("text", batch_id="Load batch that wrote the row."),
    ),
)

DEAD_LETTERS = Table(
    "dead_letters",
    "dead_letter_id",
    "One row per record that could not be accepted; its text stays in the file it came from.",
    (
        *columns(
            "text",
            dead_letter_id="Hash of source, file and position.",
            source="Source that refused it.",
            file_key="Keyed hash of the file.",
            reason="Short reason such as `not_json` or `bad_number`.",
            detail="What was wrong, without any of the record's text.",
        ),
        *columns(
            "bigint",
            file_offset="Byte offset of the record.",
            byte_length="Length of the record in bytes.",
        ),
        *columns("timestamp", read_at="When it was refused (UTC)."),
        *columns("text", batch_id="Load batch that wrote the row."),
    ),
)

DROPPED_FIELDS = Table(
    "dropped_fields",
    "dropped_field_id",
    "One row per stretch of input and field name that the privacy policy did not let through.",
    (
        *columns(
            "text",
            dropped_field_id="Hash of the stretch and the field.",
            source="Source that met it.",
            agent="Agent that sent it.",
            client_version="Version of the client.",
            event_name="Event the field was on.",
            field_name="Name of the field; its value was never stored.",
            reason="`unknown` to the policy, or above the `tier` in force.",
        ),
        *columns("bigint", occurrences="How often it was met in this stretch."),
        *columns("timestamp", read_at="When it was dropped (UTC)."),
        *columns("text", batch_id="Load batch that wrote the row."),
    ),
)
