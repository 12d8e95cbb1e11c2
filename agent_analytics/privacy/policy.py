"""What may be kept, as data: every field a parser can produce, with the lowest tier that keeps it.

A field that is not named here is dropped and its name counted. Columns of the raw tables are names,
identifiers, measures and enumerations and are kept from tier 1 on; what identifies a place or carries
text is listed below with what it is reduced to. How a reduction works belongs to `redact`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from agent_analytics import records
from agent_analytics.privacy.pseudonyms import Pseudonymizer, load_or_create_key
from agent_analytics.settings import Settings

Tier = Literal[1, 2, 3]
Reduction = Literal[
    "plain",
    "name",
    "content",
    "file_path",
    "file_paths",
    "written_lines",
    "working_folder",
    "command",
    "repository_url",
    "email",
    "person_name",
    "person_handle",
    "attributes",
]


@dataclass(frozen=True, slots=True)
class Rule:
    """How one field is treated: the lowest tier that lets it through, and its reduced form."""

    tier: Tier
    reduction: Reduction
    about: str


TEXT_FIELDS: dict[str, Rule] = {
    "file_path": Rule(1, "file_path", "extension and keyed hashes of the path's endings"),
    "file_paths": Rule(1, "file_paths", "of several files of one call: as of one, side by side"),
    "written_text": Rule(
        1,
        "written_lines",
        "a short keyed hash of each line that an edit wrote, white space left out",
    ),
    "working_folder": Rule(
        1, "working_folder", "keyed hashes of the folder, those above it and its name"
    ),
    "command": Rule(1, "command", "name of the program, from an allow-list"),
    "repository_url": Rule(1, "repository_url", "host, owner and name, without user or token"),
    "user_email": Rule(1, "email", "lower case, or a pseudonym"),
    "attributes": Rule(1, "attributes", "only the attributes named below"),
    "email": Rule(1, "email", "lower case, or a pseudonym"),
    "handle": Rule(1, "email", "lower case, or a pseudonym"),
    "author_email": Rule(1, "email", "lower case, or a pseudonym"),
    "committer_email": Rule(1, "email", "lower case, or a pseudonym"),
    "local_email": Rule(1, "email", "lower case, or a pseudonym"),
    "author_name": Rule(1, "person_name", "as it is, or nothing when people have pseudonyms"),
    **{
        f"{role}_{part}": Rule(1, "person_handle", "as it is, or a pseudonym")
        for role in ("author", "merger", "reviewer", "actor", "user")
        for part in ("login", "number")
    },
    "prompt_text": Rule(2, "content", "text of a prompt"),
    "tool_parameters": Rule(2, "content", "parameters of a tool call"),
    "error_text": Rule(2, "content", "message of an error"),
    "response_text": Rule(3, "content", "text of an answer"),
}

OURS = frozenset(
    (
        "added_line_keys",
        "attributes",
        "batch_id",
        "breakdown_id",
        "content_hash",
        "detail",
        "etag",
        "file_key",
        "flags",
        "list_etag",
        "model_pattern",
        "parent_shas",
        "removed_line_keys",
        "report_day_id",
        "scan_cursor",
        "scan_etag",
        "team_member_id",
        "user_day_id",
        "written_line_keys",
    )
)
"""Text columns whose values the project itself makes, or a server for us to give back as they are; every other
one may hold what somebody typed."""

ATTRIBUTES: Mapping[str, Tier] = dict.fromkeys(
    (
        "action",
        "agent_path_count",
        "agent_type",
        "auth_method",
        "category",
        "classifier_category",
        "classifier_verdict",
        "command_path_count",
        "command_source",
        "context_over_tokens",
        "decision_type",
        "enabled_via",
        "error_category",
        "error_code",
        "final_model",
        "from_mode",
        "github.copilot.agent.type",
        "github.copilot.permission.kind",
        "github.copilot.sandbox.control",
        "github.copilot.sandbox.decision_kind",
        "github.copilot.sandbox.enforcement_point",
        "github.copilot.sandbox.outcome",
        "github.copilot.turn_count",
        "has_category",
        "has_explanation",
        "has_hooks",
        "has_mcp",
        "hook_event",
        "hook_source",
        "hook_type",
        "host.arch",
        "invocation_trigger",
        "is_async",
        "is_built_in",
        "is_plugin",
        "managed_only",
        "managed_settings.helper.applied",
        "managed_settings.helper.state",
        "managed_settings.source_behavior",
        "managed_settings.trigger",
        "marketplace.is_official",
        "max_retries",
        "mcp_server_scope",
        "mention_type",
        "model_swapped",
        "num_blocking",
        "num_cancelled",
        "num_hooks",
        "num_non_blocking_error",
        "num_success",
        "os.type",
        "plugin.scope",
        "precompute_reuse",
        "retry_in_ms",
        "safe_mode",
        "sandbox_policy",
        "server_fallback_hop",
        "server_scope",
        "service.name",
        "skill_path_count",
        "source",
        "start_type",
        "status",
        "success",
        "survey_type",
        "to_mode",
        "total_attempts",
        "total_retry_duration_ms",
        "total_tool_uses",
        "transport_type",
        "trigger",
        "user_modified",
    ),
    1,
)
"""Attributes without a column of their own that tier 1 keeps: counts and enumerations, never text."""

PROGRAMS = frozenset(
    (
        "awk",
        "bash",
        "bun",
        "cargo",
        "cat",
        "cd",
        "chmod",
        "cmake",
        "cp",
        "curl",
        "docker",
        "echo",
        "find",
        "gcc",
        "gem",
        "gh",
        "git",
        "go",
        "gradle",
        "grep",
        "head",
        "helm",
        "java",
        "jq",
        "just",
        "kubectl",
        "less",
        "ls",
        "make",
        "mkdir",
        "mv",
        "mvn",
        "mypy",
        "node",
        "npm",
        "npx",
        "pip",
        "pnpm",
        "poetry",
        "pre-commit",
        "psql",
        "pytest",
        "python",
        "rg",
        "rm",
        "ruff",
        "sed",
        "sh",
        "sort",
        "sqlite3",
        "tail",
        "tar",
        "terraform",
        "touch",
        "tox",
        "tsc",
        "uv",
        "wc",
        "wget",
        "xargs",
        "yarn",
        "zsh",
    )
)
"""Program names that tier 1 may keep of a command; any other becomes `other`."""


@dataclass(frozen=True, slots=True, eq=False)
class Policy:
    """The rules in force: a tier, the fields it knows, the key for hashes, and whether people are hidden.

    It is equal to itself alone, so that what follows from it can be remembered.
    """

    tier: Tier
    pseudonymizer: Pseudonymizer
    rules: Mapping[str, Rule]
    hides_people: bool = False


def policy_of(settings: Settings) -> Policy:
    """Return the policy that the settings ask for, with the installation's key."""
    pseudonymizer = Pseudonymizer(load_or_create_key(settings.paths.privacy_key))
    return policy_for(
        settings.privacy.tier, pseudonymizer, hides_people=settings.privacy.pseudonyms
    )


def policy_for(tier: Tier, pseudonymizer: Pseudonymizer, *, hides_people: bool = False) -> Policy:
    """Return the policy of a tier over all raw tables."""
    columns = {
        column.name: _rule_of(column)
        for tables in records.SOURCE_TABLES.values()
        for table in tables
        for column in table.columns
    }
    return Policy(tier, pseudonymizer, {**columns, **TEXT_FIELDS}, hides_people)


def _rule_of(column: records.Column) -> Rule:
    if column.kind != "text" or column.name in OURS:
        return Rule(1, "plain", "kept as it is")
    return Rule(1, "name", "kept when it reads like a name, else a keyed hash")
