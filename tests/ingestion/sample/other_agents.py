"""A naive count of what agents other than Claude Code wrote, made without any code of the sample.

Their layers share no identifier: a request is known by its session and its tokens, and by how often both
occurred before.
"""

import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

Key = tuple[Any, ...]
Row = dict[str, Any]


@dataclass
class Layer:
    """What one layer tells: usage, model and day of each request, prompts and tool calls."""

    usage: dict[Key, tuple[int, ...]] = field(default_factory=dict)
    models: dict[Key, str] = field(default_factory=dict)
    days: dict[Key, str] = field(default_factory=dict)
    owners: dict[Key, str] = field(default_factory=dict)
    prompts: set[Key] = field(default_factory=set)
    tools: set[Key] = field(default_factory=set)
    sessions: set[str] = field(default_factory=set)
    seen: Counter[Key] = field(default_factory=Counter)

    def request(self, session: str, model: str, day: str, tokens: tuple[int, ...]) -> None:
        """Add a request; tokens are input, all cache writes, reads and output, each without the others."""
        place = self.numbered(session, model, *tokens)
        fresh, written, read, output = tokens
        self.usage[place] = (fresh, written, 0, 0, read, output)
        self.models[place], self.days[place], self.owners[place] = model, day[:10], session
        self.sessions.add(session)

    def prompt(self, session: str) -> None:
        """Add a prompt."""
        self.prompts.add(self.numbered(session, "prompt"))
        self.sessions.add(session)

    def tool(self, session: str, name: str) -> None:
        """Add a tool call."""
        self.tools.add(self.numbered(session, "tool", name))

    def numbered(self, *parts: Any) -> Key:
        """Return parts and how often they occurred."""
        self.seen[parts] += 1
        return (*parts, self.seen[parts])


def written(wire: Path, plain: Callable[[Path], bytes]) -> Layer:
    """Return what the files of the other agents hold; `plain` reads one."""
    layer = Layer()
    homes = wire / "homes"
    rollouts(by_file(sorted(homes.glob("*/.codex/sessions/**/rollout-*")), plain), layer)
    chats(by_file(homes.glob("*/.gemini/tmp/*/chats/*"), plain), layer)
    session_files(by_file(homes.glob("*/.copilot/session-state/*/events.jsonl"), plain), layer)
    for file in homes.glob("*/.local/share/opencode/opencode.db"):
        database(file, layer)
    return layer


def rollouts(rows_by_file: Iterable[list[Row]], layer: Layer) -> None:
    """Count Codex's rollouts: copies are stamped no later than the file's beginning."""
    for rows in rows_by_file:
        meta = next(row["payload"] for row in rows if row["type"] == "session_meta")
        session, model, last = meta["id"], "", None
        has_records = any(row["type"] == "token_usage_record" for row in rows)
        for row in rows:
            payload, at = row["payload"], row["timestamp"]
            if row["type"] == "turn_context":
                model = payload["model"]
            if at <= meta["timestamp"]:
                continue
            kind = payload.get("type")
            if row["type"] == "token_usage_record":
                layer.request(session, model, at, codex_tokens(payload["usage"]))
            elif kind == "token_count" and not has_records and payload != last:
                last = payload
                layer.request(session, model, at, codex_tokens(payload["info"]["last_token_usage"]))
            elif kind in {"function_call", "custom_tool_call"}:
                layer.tools.add((payload["call_id"],))
            elif kind == "user_message" or payload.get("item", {}).get("type") == "UserMessage":
                layer.prompt(session)


def codex_tokens(usage: Row) -> tuple[int, ...]:
    """Return the kinds of tokens apart."""
    read, written = usage["cached_input_tokens"], usage["cache_write_input_tokens"]
    return usage["input_tokens"] - read - written, written, read, usage["output_tokens"]


def chats(rows_by_file: Iterable[list[Row]], layer: Layer) -> None:
    """Count Gemini CLI's chats: the last line of an answer is the whole of it."""
    for rows in rows_by_file:
        session = rows[0]["sessionId"]
        answers = {row["id"]: row for row in rows if row.get("type") == "gemini"}
        for row in answers.values():
            said = row["tokens"]
            output = said["output"] + said["thoughts"]
            tokens = (said["input"] - said["cached"], 0, said["cached"], output)
            layer.request(session, row["model"], row["timestamp"], tokens)
            for call in row.get("toolCalls", []):
                layer.tool(session, call["name"])
        for row in rows:
            if row.get("type") == "user" and "text" in row["content"][0]:
                layer.prompt(session)


def session_files(rows_by_file: Iterable[list[Row]], layer: Layer) -> None:
    """Count Copilot CLI's session files."""
    for rows in rows_by_file:
        session = rows[0]["data"]["sessionId"]
        for row in rows:
            data = row["data"]
            if row["type"] == "session.usage_record":
                said = data["usage"]
                read, written = said["cacheReadTokens"], said["cacheWriteTokens"]
                fresh = said["inputTokens"] - read - written
                tokens = (fresh, written, read, said["outputTokens"])
                layer.request(session, said["model"], row["timestamp"], tokens)
            elif row["type"] == "tool.execution_start":
                layer.tools.add((data["toolCallId"],))
            elif row["type"] == "user.message":
                layer.prompt(session)


def database(file: Path, layer: Layer) -> None:
    """Count opencode's database."""
    with closing(sqlite3.connect(file)) as connection:
        for session, text in connection.execute("select session_id, data from message"):
            data = json.loads(text)
            if data["role"] == "user":
                layer.prompt(session)
                continue
            said = data["tokens"]
            output = said["output"] + said["reasoning"]
            tokens = (said["input"], said["cache"]["write"], said["cache"]["read"], output)
            day = datetime.fromtimestamp(data["time"]["completed"] / 1000, tz=UTC).isoformat()
            layer.request(session, data["modelID"], day, tokens)
        for (text,) in connection.execute("select data from part"):
            if (data := json.loads(text))["type"] == "tool":
                layer.tools.add((data["callID"],))


def proxy_calls(rows: Iterable[Row], layer: Layer) -> None:
    """Count the answers of models that the proxy passed on to clients it does not know."""
    for row in rows:
        if row["cache_hit"] or row["status"] != "success" or "claude-cli" in str(row["metadata"]):
            continue
        said = row["metadata"]["usage_object"]
        read, written = said["cache_read_input_tokens"], said["cache_creation_input_tokens"]
        fresh = said["prompt_tokens"] - read - written
        day = datetime.fromtimestamp(row["endTime"], tz=UTC).isoformat()
        tokens = (fresh, written, read, said["completion_tokens"])
        layer.request(row["session_id"], row["model"], day, tokens)


def event(values: Row, layer: Layer) -> None:
    """Count a log record of Codex or Gemini CLI."""
    name, at = values["event.name"], values["event.timestamp"]
    if name == "codex.user_prompt":
        layer.prompt(values["conversation.id"])
    elif name == "gemini_cli.user_prompt":
        layer.prompt(values["session.id"])
    elif name == "codex.sse_event" and "input_token_count" in values:
        read, written = int(values["cached_token_count"]), int(values["cache_write_token_count"])
        fresh = int(values["input_token_count"]) - read - written
        tokens = (fresh, written, read, int(values["output_token_count"]))
        layer.request(values["conversation.id"], values["model"], at, tokens)
    elif name == "gemini_cli.api_response":
        read, thought = (
            int(values[f"{kind}_token_count"]) for kind in ("cached_content", "thoughts")
        )
        fresh = int(values["input_token_count"]) - read
        tokens = (fresh, 0, read, int(values["output_token_count"]) + thought)
        layer.request(values["session.id"], values["model"], at, tokens)
    elif name in {"codex.tool_decision", "codex.tool_result"}:
        layer.tools.add((values["call_id"],))
    elif name == "gemini_cli.tool_call":
        layer.tool(values["session.id"], values["function_name"])


def span(found: Row, values: Row, layer: Layer) -> None:
    """Count a span of Copilot CLI; the agent's own span repeats those of its calls."""
    kind, session = values["gen_ai.operation.name"], values["gen_ai.conversation.id"]
    if kind == "execute_tool":
        layer.tools.add((values["gen_ai.tool.call.id"],))
    elif kind == "invoke_agent" and not found["parentSpanId"]:
        layer.prompt(session)
    elif kind == "chat":
        read = int(values.get("gen_ai.usage.cache_read.input_tokens", 0))
        written = int(values.get("gen_ai.usage.cache_write.input_tokens", 0))
        fresh = int(values["gen_ai.usage.input_tokens"]) - read - written
        tokens = (fresh, written, read, int(values["gen_ai.usage.output_tokens"]))
        day = datetime.fromtimestamp(int(found["endTimeUnixNano"]) / 1e9, tz=UTC).isoformat()
        layer.request(session, values["gen_ai.request.model"], day, tokens)


def by_file(files: Iterable[Path], plain: Any) -> Iterator[list[Row]]:
    """Yield the rows of each file of JSON lines."""
    for file in files:
        yield [json.loads(line) for line in plain(file).split(b"\n")[:-1]]
