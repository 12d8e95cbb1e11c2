"""The shape of every raw table: one declaration per column, used by the parsers, the loader and the docs.

A column says its kind, what it means, its unit (in the name or the text) and that null means unknown
unless the text says otherwise. Parsers produce plain dicts with these names; `ingestion.landing` refuses
anything else. Derived figures do not belong here: they are SQL.

Each source lands its tables in a schema of its own, `raw_<source>`; every table below except those marked
otherwise exists once per source that produces it.
"""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["text", "bigint", "double", "bool", "timestamp", "decimal"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a raw table: its name, kind and meaning."""

    name: str
    kind: Kind
    about: str


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """A raw table: its name, its one-column key and its columns, in order.

    Tables are compared by identity: hashing all their columns for every record would dominate a load.
    """

    name: str
    key: str
    about: str
    columns: tuple[Column, ...]

    def names(self) -> tuple[str, ...]:
        """Return the column names in order."""
        return tuple(column.name for column in self.columns)


def _columns(kind: Kind, /, **about: str) -> tuple[Column, ...]:
    return tuple(Column(name, kind, text) for name, text in about.items())


PROVENANCE = (
    *_columns(
        "text",
        file_key="Keyed hash of the file the record was read from.",
    ),
    *_columns(
        "bigint",
        file_offset="Byte offset of the record's line in the (decompressed) file.",
    ),
    *_columns(
        "text",
        batch_id="Load batch that wrote the row; sorts by time.",
        flags="Comma-joined data-quality flags such as `bad_time` or `negative_value`; null when clean.",
    ),
)

HANDLES = _columns(
    "text",
    user_email="E-mail the client was signed in with, lower case.",
    account_id="Vendor account identifier of the person.",
    organization_id="Vendor organisation identifier.",
    installation_id="Random identifier of the client's installation; not a person.",
    root_key="Keyed hash of the transcript root folder the record came from; one machine account.",
    team="Team named in the telemetry's resource attributes.",
    cost_center="Cost centre named in the telemetry's resource attributes.",
    terminal="Terminal or editor the client ran in.",
    entrypoint="How the client was started, e.g. `cli` or `sdk-cli`.",
    repository="Remote of the working repository, `host/owner/name`, lower case.",
    workspace_path_keys="Slash-joined keyed hashes of the working folder and each folder above it, "
    "outermost first.",
    workspace_name_key="Keyed hash of the working folder's own name.",
    git_branch="Branch checked out when the record was made.",
)

EVENTS = Table(
    "events",
    "event_id",
    "One row per thing a client reported: a model request, a prompt, a tool call's steps, an error …",
    (
        *_columns(
            "text",
            event_id="Deterministic key: hash of the source and the record's natural key.",
            source_layer="Where the record was seen: `transcript`, `otlp_event` or `otlp_span`.",
            agent="Agent that reported it, e.g. `claude_code`.",
            client_version="Version of the client.",
            event_name="Kind of event: `request`, `request_error`, `retries_exhausted`, `prompt`, "
            "`response`, `tool_use`, `tool_decision`, `tool_result`, `compaction`, "
            "`subagent_completed`, `session_cost`, `pull_request`, `turn`, else the client's own name.",
        ),
        *_columns(
            "timestamp",
            event_at="When it happened (UTC), by the client's clock.",
            observed_at="When the collector or exporter saw it (UTC).",
        ),
        *_columns(
            "bigint", sequence="Position within one client process; restarts with the process."
        ),
        *_columns(
            "text",
            session_id="Session the record belongs to, as the client wrote it.",
            origin_session_id="Session that really made the request, when the row is a copy in a fork.",
            prompt_id="Prompt (user turn) the record belongs to.",
            request_id="Vendor's identifier of the model request.",
            message_id="Vendor's identifier of the model's message.",
            message_uuid="The client's own identifier of the message row.",
            tool_use_id="Identifier of the tool call.",
            subagent_id="Identifier of the sub-agent that acted; null for the main agent.",
            trace_id="Trace identifier, hexadecimal.",
            span_id="Span identifier, hexadecimal.",
        ),
        *HANDLES,
        *_columns(
            "text",
            provider="Company that answered the model request, e.g. `anthropic`.",
            model="Model that answered, as named by the client.",
            requested_model="Model that was asked for.",
            query_source="Why the request was made, in the client's words, e.g. `sdk` or `compact`.",
            effort="Reasoning effort asked for.",
            speed="`normal`/`standard` or `fast`.",
            service_tier="Vendor's service tier, e.g. `standard`, `priority` or `batch`.",
            inference_geo="Region the request was pinned to, e.g. `us`.",
            stop_reason="Why the model stopped.",
            error_type="Class of the error.",
        ),
        *_columns(
            "bigint",
            status_code="HTTP status of a failed request.",
            attempt="Attempt number the client reported, from 1.",
            duration_ms="Duration in milliseconds.",
            ttft_ms="Time to the first token in milliseconds.",
            input_tokens="Uncached input tokens.",
            cache_write_tokens="Tokens written to the prompt cache, all lifetimes together.",
            cache_write_5m_tokens="Tokens written to the 5-minute cache; null when the layer gives no split.",
            cache_write_1h_tokens="Tokens written to the 1-hour cache; null when the layer gives no split.",
            cache_read_tokens="Tokens read from the prompt cache.",
            output_tokens="Output tokens, reasoning included.",
            reasoning_tokens="Reasoning tokens, a subset of the output.",
            web_search_requests="Server-side web searches.",
            web_fetch_requests="Server-side web fetches.",
            reported_cost_microusd="Cost the client itself reported, micro-USD.",
            block_index="Position of the content block within the message, from 0.",
        ),
        *_columns(
            "text",
            tool_name="Tool, as named by the client; MCP tools keep `mcp__server__tool` where known.",
            tool_source="Where the tool comes from: `builtin`, `mcp` …",
            decision="`accept` or `reject` of a tool call.",
            decision_source="Who decided: `config`, `hook`, `user_temporary` …",
            file_extension="Extension of the file a tool touched, lower case, without the dot.",
            file_path_keys="Slash-joined keyed hashes of the touched file's path endings, shortest first.",
            command_program="Program a shell tool started, from an allow-list, else `other`.",
            language="Language the client named for the edited file.",
            permission_mode="Permission mode in force.",
            commit_sha="Commit the tool call made, full or abbreviated hexadecimal.",
            commit_kind="`committed`, `amended` … as the client named it.",
        ),
        *_columns(
            "bigint",
            lines_added="Lines a tool call added to a file.",
            lines_removed="Lines a tool call removed from a file.",
            input_bytes="Size of the tool's input in bytes.",
            result_bytes="Size of the tool's result in bytes.",
            prompt_length="Length of the prompt in characters.",
            tokens_before="Context tokens before a compaction.",
            tokens_after="Context tokens after a compaction.",
            pull_request_number="Number of the pull request the client linked.",
        ),
        *_columns(
            "bool",
            is_success="Whether the call succeeded, as the client says.",
            is_sidechain="Whether the row belongs to a side conversation (sub-agent or side question).",
            is_synthetic="Whether the client made the message up itself (no model was asked).",
            is_human="Whether a person typed the prompt (not a tool result, summary or meta row).",
        ),
        *_columns(
            "text", attributes="Remaining allowed attributes as a JSON object; null when none."
        ),
        *PROVENANCE,
    ),
)

METRIC_POINTS = Table(
    "metric_points",
    "point_id",
    "One row per OTLP number data point.",
    (
        *_columns(
            "text",
            point_id="Hash of the stream, its start and the point's time: a redelivery has the same key.",
            stream_key="Hash of resource, scope, metric and attributes: one time series.",
            agent="Agent that reported it.",
            client_version="Version of the client.",
            metric_name="Name of the metric.",
            unit="Unit the client declared.",
            temporality="`delta` or `cumulative`.",
        ),
        *_columns(
            "timestamp",
            started_at="Start of the interval the value covers (UTC).",
            point_at="End of the interval (UTC).",
        ),
        *_columns("double", value="Value of the point, in the metric's unit."),
        *_columns(
            "text", session_id="Session the point belongs to; null when the client omits it."
        ),
        *HANDLES,
        *_columns(
            "text",
            model="Model the point counts.",
            token_type="Kind of tokens: `input`, `output`, `cacheRead`, `cacheCreation`.",
            query_source="`main`, `subagent` or `auxiliary`.",
            effort="Reasoning effort.",
            speed="`fast` when the fast mode was on.",
            subagent_name="Name of the sub-agent's type.",
            tool_name="Tool the point counts.",
            decision="Edit decision counted: `accept` or `reject`.",
            decision_source="Who decided.",
            language="Language of the edited file.",
            start_type="How a session started: `fresh`, `resume`, `continue` …",
            line_type="`added` or `removed` lines.",
            attributes="Remaining allowed attributes as a JSON object; null when none.",
        ),
        *PROVENANCE,
    ),
)

FILES = Table(
    "files",
    "file_key",
    "One row per file a source has read, with the position reached. Not derived: it is the loader's memory.",
    (
        *_columns(
            "text",
            file_key="Keyed hash of the file's path.",
            root_key="Keyed hash of the configured folder it was found under.",
            head_hash="Hash of the file's first bytes; tells a rewritten file from a grown one.",
            tail_hash="Hash of the bytes just before `read_offset`; null for compressed files.",
            state="`active`, `gone`, `unreadable` or `skipped`.",
            detail="Why a file was skipped or unreadable.",
        ),
        *_columns(
            "bigint",
            device="Device number of the file.",
            inode="Inode number of the file.",
            size_bytes="Size when last read, in bytes on disk.",
            modified_ns="Modification time when last read, nanoseconds since 1970.",
            head_bytes="How many first bytes `head_hash` covers.",
            read_offset="Bytes consumed of the (decompressed) content, up to a whole line.",
        ),
        *_columns("timestamp", read_at="When the file was last read (UTC)."),
        *_columns("text", batch_id="Load batch that wrote the row."),
    ),
)

OUTCOMES = Table(
    "outcomes",
    "outcome_id",
    "One row per stretch of input read, with exactly one outcome counted per record.",
    (
        *_columns(
            "text",
            outcome_id="Hash of source, file, head and byte range: reading the same stretch again replaces it.",
            source="Source that read it.",
            file_key="Keyed hash of the file; the scope's name for sources without files.",
        ),
        *_columns(
            "bigint",
            from_offset="First byte of the stretch.",
            to_offset="Byte after the stretch.",
            received_count="Records met.",
            accepted_count="Records landed in at least one table.",
            dead_lettered_count="Records refused with a reason.",
            ignored_count="Records that carry nothing to keep, by design.",
            flagged_count="Accepted records with a data-quality flag.",
        ),
        *_columns("timestamp", read_at="When the stretch was read (UTC)."),
        *_columns("text", batch_id="Load batch that wrote the row."),
    ),
)

DEAD_LETTERS = Table(
    "dead_letters",
    "dead_letter_id",
    "One row per record that could not be accepted; its text stays in the file it came from.",
    (
        *_columns(
            "text",
            dead_letter_id="Hash of source, file and position.",
            source="Source that refused it.",
            file_key="Keyed hash of the file.",
            reason="Short reason such as `not_json` or `bad_number`.",
            detail="What was wrong, without any of the record's text.",
        ),
        *_columns(
            "bigint",
            file_offset="Byte offset of the record.",
            byte_length="Length of the record in bytes.",
        ),
        *_columns("timestamp", read_at="When it was refused (UTC)."),
        *_columns("text", batch_id="Load batch that wrote the row."),
    ),
)

DROPPED_FIELDS = Table(
    "dropped_fields",
    "dropped_field_id",
    "One row per stretch of input and field name that the privacy policy did not let through.",
    (
        *_columns(
            "text",
            dropped_field_id="Hash of the stretch and the field.",
            source="Source that met it.",
            agent="Agent that sent it.",
            client_version="Version of the client.",
            event_name="Event the field was on.",
            field_name="Name of the field; its value was never stored.",
            reason="`unknown` to the policy, or above the `tier` in force.",
        ),
        *_columns("bigint", occurrences="How often it was met in this stretch."),
        *_columns("timestamp", read_at="When it was dropped (UTC)."),
        *_columns("text", batch_id="Load batch that wrote the row."),
    ),
)

REPOSITORIES = Table(
    "repositories",
    "clone_key",
    "One row per local clone or worktree that was configured and found.",
    (
        *_columns(
            "text",
            clone_key="Keyed hash of the clone's folder.",
            repository_key="Identity of the repository, the same for all its clones: its remote, else "
            "keyed hash of the local folder it was cloned from, else of its own.",
            name="Name people use: the last part of the remote, else of the folder.",
            name_key="Keyed hash of that name, as a session's working folder would have it.",
            remote="`host/owner/name` of the origin, lower case; null without one.",
            root_path_keys="Slash-joined keyed hashes of the folders a session may work in (the clone and its "
            "linked worktrees).",
            default_branch="Branch that HEAD names.",
            detail="What could not be read, when the clone is incomplete.",
        ),
        *_columns(
            "bool",
            is_bare="Whether it has no working folder.",
            is_shallow="Whether history is cut off.",
        ),
        *_columns("timestamp", read_at="When the clone was last read (UTC)."),
        *_columns("text", batch_id="Load batch that wrote the row."),
    ),
)

COMMITS = Table(
    "commits",
    "commit_id",
    "One row per commit that was reachable from a branch, a tag or a detached HEAD when its clone was read.",
    (
        *_columns(
            "text",
            commit_id="Hash of repository and commit.",
            repository_key="Repository the commit is in.",
            sha="Commit hash, hexadecimal.",
            parent_shas="Parents, space-joined in order; null for a root commit.",
            author_name="Author's name after the mailmap.",
            author_email="Author's e-mail after the mailmap, lower case.",
            committer_email="Committer's e-mail after the mailmap, lower case.",
            commit_type="Conventional type of the subject (`feat`, `fix` …); null when it has none.",
            reverted_sha="Commit this one says it reverts.",
        ),
        *_columns(
            "timestamp",
            authored_at="Author time (UTC).",
            committed_at="Committer time (UTC).",
        ),
        *_columns(
            "bigint",
            parent_count="Number of parents; 2 or more is a merge; null at the cut-off of a shallow clone.",
            files_changed="Files that differ from the first parent; null at the cut-off of a shallow clone.",
            lines_added="Lines added; binary files count none; null at the cut-off of a shallow clone.",
            lines_deleted="Lines deleted; binary files count none; null at the cut-off of a shallow clone.",
            message_length="Length of the message in characters.",
        ),
        *_columns(
            "text",
            batch_id="Load batch that wrote the row.",
            flags="Data-quality flags such as `shallow_boundary`.",
        ),
    ),
)

COMMIT_FILES = Table(
    "commit_files",
    "commit_file_id",
    "One row per file in a commit's difference to its first parent.",
    (
        *_columns(
            "text",
            commit_file_id="Hash of repository, commit and path.",
            repository_key="Repository the commit is in.",
            sha="Commit hash.",
            path_key="Keyed hash of the path within the repository.",
            previous_path_key="Keyed hash of the path before a rename; null otherwise.",
            directory_key="Keyed hash of the path's folder.",
            file_extension="Extension, lower case, without the dot.",
        ),
        *_columns(
            "bigint",
            lines_added="Lines added; null for a binary file.",
            lines_deleted="Lines deleted; null for a binary file.",
        ),
        *_columns("text", batch_id="Load batch that wrote the row."),
    ),
)

COMMIT_CLAIMS = Table(
    "commit_claims",
    "claim_id",
    "One row per statement in a repository that an agent took part in a commit.",
    (
        *_columns(
            "text",
            claim_id="Hash of commit, kind and content.",
            repository_key="Repository the commit is in.",
            sha="Commit hash.",
            kind="`trailer`, `body_line`, `note`, `author` or `session_trailer`.",
            agent="Agent named, e.g. `claude_code`; `other` when it cannot be told.",
            model="Model named, as written.",
            session_id="Session named; null when the statement names none.",
        ),
        *_columns("bigint", line_count="Lines the statement covers; null when it does not say."),
        *_columns("text", batch_id="Load batch that wrote the row."),
    ),
)

REFS = Table(
    "refs",
    "ref_id",
    "One row per branch, remote branch or tag ever seen.",
    (
        *_columns(
            "text",
            ref_id="Hash of clone and reference name.",
            clone_key="Clone it was seen in.",
            repository_key="Repository of the clone.",
            name="Short name of the reference.",
            kind="`branch`, `remote_branch`, `tag`, `note` (the notes of agents) or `head` (detached).",
            sha="Commit it points to (tags peeled).",
        ),
        *_columns("bool", is_deleted="Whether it was gone when the clone was last read."),
        *_columns("timestamp", read_at="When it was last read (UTC)."),
        *_columns("text", batch_id="Load batch that wrote the row."),
    ),
)

PRICES = Table(
    "prices",
    "price_id",
    "One row per price: provider, model, kind of token, context band, mode and validity. The prices in force "
    "are those of the newest batch.",
    (
        *_columns(
            "text",
            price_id="Hash of everything the row says.",
            provider="Who bills it, e.g. `anthropic`.",
            price_model="Model the price belongs to, by the price book's name.",
            model_pattern="Regular expression over lower-case model names that use this price, whole match.",
            token_kind="`input`, `cache_write_5m`, `cache_write_1h`, `cache_read`, `output` or `web_search`.",
            speed="`standard` or `fast`.",
            service_tier="`standard`, `batch`, `priority`, `flex` or `fast`.",
            inference_geo="`any`, or the region whose requests cost differently, e.g. `us`.",
        ),
        *_columns(
            "bigint",
            context_over_tokens="The price applies when all input tokens together exceed this; 0 is the base.",
            pattern_rank="Order in which patterns are tried within a provider, smallest first.",
        ),
        *_columns(
            "timestamp",
            valid_from="First instant the price holds (UTC); null is from the beginning.",
            valid_to="First instant it no longer holds (UTC); null is open.",
        ),
        *_columns(
            "decimal", microusd_per_unit="Micro-USD per token, or per search for `web_search`."
        ),
        *_columns(
            "text",
            origin="Where the price comes from, with its version.",
            verified_on="Day the price was last checked, ISO; null when the origin does not say.",
            batch_id="Load batch that wrote the row.",
        ),
    ),
)

FILE_SOURCE_TABLES = (FILES, OUTCOMES, DEAD_LETTERS, DROPPED_FIELDS)
"""Bookkeeping that every source which reads files lands beside its own tables."""

SOURCE_TABLES: dict[str, tuple[Table, ...]] = {
    "claude_code": (EVENTS, *FILE_SOURCE_TABLES),
    "otlp": (EVENTS, METRIC_POINTS, *FILE_SOURCE_TABLES),
    "git": (REPOSITORIES, COMMITS, COMMIT_FILES, COMMIT_CLAIMS, REFS, OUTCOMES, DEAD_LETTERS),
    "prices": (PRICES,),
}
"""Raw tables by source; the schema is `raw_<source>`."""
