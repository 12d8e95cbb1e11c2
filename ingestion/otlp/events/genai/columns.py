"""Which raw column each GenAI attribute fills.

An attribute that is not named here goes to `attributes`, where the privacy guard keeps what it knows and
counts the rest.
"""

from collections.abc import Mapping
from typing import Any

from ingestion.otlp.events.genai.conventions import USAGE_ATTRIBUTES
from ingestion.otlp.signals import Attributes

UNUSED = ""
"""Column of an attribute that is read elsewhere, or that nobody needs."""

HANDLES: Mapping[str, str] = {
    "gen_ai.conversation.id": "session_id",
    "user.email": "user_email",
    "enduser.pseudo.id": "account_id",
    "github.copilot.git.branch": "git_branch",
    "copilot_chat.repo.head_branch_name": "git_branch",
    "copilot_chat.repo.remote_url": "repository_url",
    "session.id": UNUSED,
    "github.copilot.git.repository": UNUSED,
    # The commit the work began from, not one it made.
    "github.copilot.git.commit_sha": UNUSED,
    "copilot_chat.repo.head_commit_hash": UNUSED,
}
"""Who and where: the same on every signal."""

COLUMNS: Mapping[str, str] = {
    **dict.fromkeys(USAGE_ATTRIBUTES, UNUSED),
    **dict.fromkeys(
        (
            "event.name",
            "event.timestamp",
            "gen_ai.agent.id",
            "gen_ai.agent.name",
            "gen_ai.operation.name",
            "gen_ai.output.type",
            "gen_ai.provider.name",
            "gen_ai.request.stream",
            "gen_ai.response.finish_reasons",
            "gen_ai.response.time_to_first_chunk",
            "gen_ai.system",
            "gen_ai.system_instructions",
            "gen_ai.tool.definitions",
            "gen_ai.tool.description",
            "gen_ai.tool.type",
            "github.copilot.cost",
            "github.copilot.nano_aiu",
            "github.copilot.server_duration",
            "github.copilot.tool.parameters.mcp_server_name",
            "github.copilot.tool.parameters.mcp_tool_name",
            "github.copilot.turn_id",
            "process.executable.name",
            "process.executable.path",
            "process.exit.code",
            "server.address",
            "server.port",
        ),
        UNUSED,
    ),
    **HANDLES,
    "ai.prompt": "prompt_text",
    "ai.prompt.messages": "prompt_text",
    "ai.response.text": "response_text",
    "error.type": "error_type",
    "error.message": "error_text",
    "exception.message": "error_text",
    "gen_ai.input.messages": "prompt_text",
    "gen_ai.output.messages": "response_text",
    "gen_ai.request.model": "requested_model",
    "gen_ai.request.reasoning.level": "effort",
    "gen_ai.response.id": "request_id",
    "gen_ai.response.model": "model",
    "gen_ai.tool.call.arguments": "tool_parameters",
    "gen_ai.tool.call.id": "tool_use_id",
    "gen_ai.tool.call.result": "response_text",
    "gen_ai.tool.name": "tool_name",
    "github.copilot.initiator": "query_source",
    "github.copilot.interaction_id": "prompt_id",
    "github.copilot.tool.parameters.command": "command",
    "github.copilot.tool.parameters.file_path": "file_path",
    "http.response.status_code": "status_code",
}
"""Log records and spans."""

_GITHUB = "https://github.com/"


def place(attributes: Attributes) -> dict[str, Any]:
    """Return session and repository as far as attributes of lesser standing tell them."""
    row: dict[str, Any] = {}
    session = attributes.get("session.id")
    if session and "gen_ai.conversation.id" not in attributes:
        row["session_id"] = session
    repository = attributes.get("github.copilot.git.repository")
    if isinstance(repository, str) and repository:
        is_short = repository.count("/") == 1 and ":" not in repository
        row["repository_url"] = _GITHUB + repository if is_short else repository
    return row
