"""What agents report: events of every layer, and the data points of their metrics."""

from agent_analytics.records.shape import Table, columns

PROVENANCE = (
    *columns(
        "text",
        file_key="Keyed hash of the file the record was read from.",
    ),
    *columns(
        "bigint",
        file_offset="Byte offset of the record's line in the (decompressed) file.",
    ),
    *columns(
        "text",
        batch_id="Load batch that wrote the row; sorts by time.",
        flags="Comma-joined data-quality flags such as `bad_time` or `negative_value`; null when clean.",
    ),
)

HANDLES = columns(
    "text",
    user_email="E-mail the client was signed in with, lower case.",
    account_id="Vendor account identifier of the person.",
    organization_id="Vendor organisation identifier.",
    installation_id="Random identifier of the client's installation; not a person.",
    root_key="Keyed hash of the home that the record's transcript folder lies in; one machine account.",
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
        *columns(
            "text",
            event_id="Deterministic key: hash of the source and the record's natural key.",
            source_layer="Where the record was seen: `transcript`, `otlp_event`, `otlp_span`, `hook` or "
            "`proxy`.",
            agent="Agent that reported it, e.g. `claude_code`.",
            client_version="Version of the client.",
            event_name="Kind of event: `request`, `request_error`, `retries_exhausted`, `prompt`, "
            "`response`, `tool_use`, `tool_decision`, `tool_result`, `compaction`, "
            "`subagent_completed`, `session_cost`, `pull_request`, `commit`, `turn`, else the "
            "client's own name.",
        ),
        *columns(
            "timestamp",
            event_at="When it happened (UTC), by the client's clock.",
            observed_at="When the collector or exporter saw it (UTC).",
            told_at="`event_at` as the client told it, where its clock was known to be wrong; else null.",
        ),
        *columns(
            "bigint", sequence="Position within one client process; restarts with the process."
        ),
        *columns(
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
        *columns(
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
        *columns(
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
        *columns(
            "text",
            tool_name="Tool, as named by the client; MCP tools keep `mcp__server__tool` where known.",
            tool_source="Where the tool comes from: `builtin`, `mcp` …",
            decision="`accept` or `reject` of a tool call.",
            decision_source="Who decided: `config`, `hook`, `user_temporary` …",
            file_extension="Extension of the file a tool touched, lower case, without the dot.",
            file_path_keys="Slash-joined keyed hashes of the touched file's path endings, shortest first; of "
            "several files one after the other.",
            written_line_keys="Keyed hashes of the lines an edit wrote, 8 characters each, without separator; "
            "lines that prove nothing are left out; null when the layer does not show the lines.",
            command_program="Program a shell tool started, from an allow-list, else `other`.",
            language="Language the client named for the edited file.",
            permission_mode="Permission mode in force.",
            commit_sha="Commit the tool call made, full or abbreviated hexadecimal.",
            commit_kind="`committed`, `amended` … as the client named it.",
        ),
        *columns(
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
        *columns(
            "double",
            diff_ratio="Share of a suggestion that its user kept, 0 to 1, as the caller noted it.",
        ),
        *columns(
            "bool",
            is_success="Whether the call succeeded, as the client says.",
            is_sidechain="Whether the row belongs to a side conversation (sub-agent or side question).",
            is_synthetic="Whether the client made the message up itself (no model was asked).",
            is_human="Whether a person typed the prompt (not a tool result, summary or meta row).",
        ),
        *columns(
            "text",
            prompt_text="Text of the prompt, secrets masked; null below tier 2.",
            tool_parameters="Parameters of the tool call, secrets masked; null below tier 2.",
            error_text="Message of the error, secrets masked; null below tier 2.",
            response_text="Text of the answer, secrets masked; null below tier 3.",
            attributes="Remaining allowed attributes as a JSON object; null when none.",
        ),
        *PROVENANCE,
    ),
)

METRIC_POINTS = Table(
    "metric_points",
    "point_id",
    "One row per OTLP number data point.",
    (
        *columns(
            "text",
            point_id="Hash of the stream, its start and the point's time: a redelivery has the same key.",
            stream_key="Hash of resource, scope, metric and attributes: one time series.",
            agent="Agent that reported it.",
            client_version="Version of the client.",
            metric_name="Name of the metric.",
            unit="Unit the client declared.",
            temporality="`delta` or `cumulative`.",
        ),
        *columns(
            "timestamp",
            started_at="Start of the interval the value covers (UTC).",
            point_at="End of the interval (UTC).",
            told_at="`point_at` as the client told it, where its clock was known to be wrong; else null.",
        ),
        *columns("double", value="Value of the point, in the metric's unit."),
        *columns("text", session_id="Session the point belongs to; null when the client omits it."),
        *HANDLES,
        *columns(
            "text",
            model="Model the point counts.",
            token_type="Kind of tokens: `input`, `inputWithCache`, `output`, `cacheRead`, `cacheCreation`, "
            "`reasoning` (a part of the output), `thought` (beside the output).",
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
