"""The truth equals a naive count of the files that were written, made without any code of the sample."""

import gzip
import json
import re
import subprocess
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from operator import mul
from pathlib import Path
from typing import Any

import pytest
import zstandard

from tests.ingestion.sample import other_agents

KINDS = (
    "input_tokens",
    "cache_write_tokens",
    "cache_write_5m_tokens",
    "cache_write_1h_tokens",
    "cache_read_tokens",
    "output_tokens",
)
SONNET_5_TENTHS_OF_MICROUSD_PER_TOKEN = (20, 0, 25, 40, 2, 100)


@dataclass
class Count:
    """What the files hold: usage by request, and the ids of everything else."""

    transcript: dict[Any, tuple[int, ...]] = field(default_factory=dict)
    otlp: dict[Any, tuple[int, ...]] = field(default_factory=dict)
    proxy: dict[Any, tuple[int, ...]] = field(default_factory=dict)
    models: dict[Any, str] = field(default_factory=dict)
    days: dict[Any, str] = field(default_factory=dict)
    owners: dict[Any, str] = field(default_factory=dict)
    prompts: set[Any] = field(default_factory=set)
    tools: set[Any] = field(default_factory=set)
    sessions: set[str] = field(default_factory=set)
    short_shas: set[tuple[str, str]] = field(default_factory=set)

    def usage(self) -> dict[Any, tuple[int, ...]]:
        """Return the usage of every request, whichever layer holds it."""
        return self.transcript | self.otlp | self.proxy

    def take(self, layer: other_agents.Layer, usage: dict[Any, tuple[int, ...]]) -> None:
        """Add what a layer of the other agents tells."""
        usage |= layer.usage
        self.models |= layer.models
        self.days |= layer.days
        self.owners |= layer.owners
        self.prompts |= layer.prompts
        self.tools |= layer.tools
        self.sessions |= layer.sessions


def complete_rows(body: bytes) -> Iterator[dict[str, Any]]:
    """Yield the JSON objects of complete lines; everything else is skipped."""
    for line in body.removeprefix(b"\xef\xbb\xbf").split(b"\n")[:-1]:
        try:
            row = json.loads(line)
        except ValueError:
            continue
        if isinstance(row, dict):
            yield row


def plain(path: Path) -> bytes:
    """Return a file's bytes without its compression."""
    body = path.read_bytes()
    if path.suffix == ".gz":
        return gzip.decompress(body)
    if path.suffix == ".zst":
        return zstandard.ZstdDecompressor().decompressobj().decompress(body)
    return body


def attributes(record: dict[str, Any]) -> dict[str, Any]:
    """Return a record's attributes as plain values."""
    return {pair["key"]: next(iter(pair["value"].values())) for pair in record["attributes"]}


def count_transcript(count: Count, row: dict[str, Any]) -> None:
    """Add one row of a transcript."""
    message = row.get("message", {})
    content = message.get("content")
    if row.get("type") == "user" and isinstance(content, str) and not row.get("isCompactSummary"):
        count.prompts.add(row["promptId"])
        count.sessions.add(row["sessionId"])
    if isinstance(result := row.get("toolUseResult"), dict) and "gitOperation" in result:
        sha = result["gitOperation"]["commit"]["sha"]
        count.short_shas.add((row["cwd"].rpartition("/")[2], sha))
    if row.get("type") != "assistant" or message["model"] == "<synthetic>":
        return
    count.tools.update(block["id"] for block in content if block["type"] == "tool_use")
    used, request = message["usage"], row["requestId"]
    usage = (
        used["input_tokens"],
        used["cache_creation_input_tokens"],
        used["cache_creation"]["ephemeral_5m_input_tokens"],
        used["cache_creation"]["ephemeral_1h_input_tokens"],
        used["cache_read_input_tokens"],
        used["output_tokens"],
    )
    known = count.transcript.get(request)
    count.transcript[request] = max(usage, known) if known else usage
    count.models[request] = message["model"]
    count.days[request] = row["timestamp"][:10]
    count.owners.setdefault(request, row.get("requestSessionId", row["sessionId"]))


def count_record(count: Count, record: dict[str, Any]) -> None:
    """Add one log record."""
    values = attributes(record)
    name = values["event.name"]
    if name == "user_prompt":
        count.prompts.add(values["prompt.id"])
    if name in {"user_prompt", "api_request"}:
        count.sessions.add(values["session.id"])
    if name in {"tool_decision", "tool_result"}:
        count.tools.add(values["tool_use_id"])
    if name == "api_request":
        names = (
            "input_tokens",
            "cache_creation_tokens",
            "cache_creation_5m_tokens",
            "cache_creation_1h_tokens",
            "cache_read_tokens",
            "output_tokens",
        )
        request = values["request_id"]
        count.otlp[request] = tuple(int(values[key]) for key in names)
        count.models[request] = values["model"]
        count.days[request] = values["event.timestamp"][:10]
        count.owners[request] = values["session.id"]


@pytest.fixture(scope="module")
def counted(small: Any) -> Count:
    """Return a naive count over all files of the small company."""
    count = Count()
    for path in sorted(
        small.wire.glob("homes/*/.claude/**/*.jsonl"), key=lambda path: path.stat().st_size
    ):
        for row in complete_rows(path.read_bytes()):
            count_transcript(count, row)
    told = other_agents.Layer()
    for line in exported(small.wire):
        for resource in line.get("resourceLogs", []):
            for record in resource["scopeLogs"][0]["logRecords"]:
                count_record(count, record)
                other_agents.event(attributes(record), told)
        for resource in line.get("resourceSpans", []):
            if resource["scopeSpans"][0]["scope"]["name"] == "github.copilot":
                for span in resource["scopeSpans"][0]["spans"]:
                    other_agents.span(span, attributes(span), told)
    count.take(told, count.otlp)
    count.take(other_agents.written(small.wire, plain), count.transcript)
    passed = other_agents.Layer()
    for rows in other_agents.by_file(small.wire.glob("proxy/*"), plain):
        other_agents.proxy_calls(rows, passed)
    count.take(passed, count.proxy)
    return count


def exported(wire: Path) -> Iterator[dict[str, Any]]:
    """Yield every export once, however often it was delivered."""
    lines = {line for path in wire.glob("otlp/*") for line in plain(path).split(b"\n")[:-1]}
    for line in sorted(lines):
        yield json.loads(line)


def test_requests_and_tokens_equal_the_totals(small: Any, counted: Count) -> None:
    """Requests counted once by id, and their tokens by kind, are the totals."""
    sums = [sum(column) for column in zip(*counted.usage().values(), strict=True)]
    assert small.truth["totals"]["requests"] == len(counted.usage())
    assert [small.truth["totals"][kind] for kind in KINDS] == sums


def test_both_layers_agree_on_every_shared_request(counted: Count) -> None:
    """A request that is in both layers has the same tokens in both."""
    shared = counted.transcript.keys() & counted.otlp.keys()
    assert shared
    assert all(counted.transcript[request] == counted.otlp[request] for request in shared)


def test_layers_say_which_layer_holds_how_many(small: Any, counted: Count) -> None:
    """The counts per layer are those of the files."""
    assert small.truth["layers"] == {
        "transcript_requests": len(counted.transcript),
        "otlp_requests": len(counted.otlp),
        "proxy_requests": len(counted.proxy) + through_gateway(counted),
        "both": len(counted.transcript.keys() & counted.otlp.keys()),
    }


def through_gateway(counted: Count) -> int:
    """Return how many requests Claude Code sent through the proxy."""
    return sum(
        model == "gpt-5.6-sol" and isinstance(request, str)
        for request, model in counted.models.items()
    )


def test_days_and_models_add_up(small: Any, counted: Count) -> None:
    """Requests per UTC day and per model are those of the files."""
    by_day = {row["day"]: row["requests"] for row in small.truth["by_day"] if row["requests"]}
    by_model = {row["model"]: row["requests"] for row in small.truth["by_model"]}
    assert by_day == Counter(counted.days.values())
    assert by_model == Counter(counted.models.values())


def test_sessions_own_their_requests(small: Any, counted: Count) -> None:
    """Sessions are those with a prompt or a request, and copies credit the session that asked."""
    rows = small.truth["by_session"]
    assert {row["session_id"] for row in rows} == counted.sessions
    owned = {row["session_id"]: row["requests"] for row in rows if row["requests"]}
    assert owned == Counter(counted.owners.values())


def test_prompts_and_tool_calls_are_counted_once(small: Any, counted: Count) -> None:
    """Prompts and tool calls, by id over both layers, are the totals."""
    assert small.truth["totals"]["prompts"] == len(counted.prompts)
    assert small.truth["totals"]["tool_calls"] == len(counted.tools)


def test_cost_follows_the_published_price(small: Any, counted: Count) -> None:
    """A model's cost is its tokens at the published price, rounded once per request."""
    requests = [r for r, model in counted.models.items() if model == "claude-sonnet-5"]
    price = SONNET_5_TENTHS_OF_MICROUSD_PER_TOKEN
    usage = counted.usage()
    expected = sum(
        round(Fraction(sum(map(mul, usage[request], price)), 10)) for request in requests
    )
    cost = {row["model"]: row["list_cost_microusd"] for row in small.truth["by_model"]}
    assert cost["claude-sonnet-5"] == expected


def test_requests_without_a_price_cost_nothing_and_are_counted(small: Any) -> None:
    """No price: of the unknown model, and where nobody tells how long something stays in the cache."""
    unpriced = {r["model"]: r for r in small.truth["by_model"] if r["unpriced_requests"]}
    row = unpriced.pop(small.truth["planted"]["unpriced_model"])
    assert row["requests"] == row["unpriced_requests"] > 0
    assert row["list_cost_microusd"] == 0
    assert set(unpriced) == {"claude-sonnet-4.5", "claude-sonnet-5-5"}
    assert all(row["requests"] == row["unpriced_requests"] for row in unpriced.values())


@pytest.mark.parametrize("part", ["by_day", "by_developer", "by_team", "by_agent", "by_session"])
def test_every_breakdown_adds_up_to_the_totals(small: Any, part: str) -> None:
    """Requests, tokens, cost and calls of a breakdown sum to the totals."""
    totals = small.truth["totals"]
    measures = ("requests", "sessions", *KINDS, "list_cost_microusd", "tool_calls", "prompts")
    rows = small.truth[part]
    assert {m: sum(row[m] for row in rows) for m in measures} == {m: totals[m] for m in measures}


def printed_by_git(wire: Path) -> set[str]:
    """Return the short ids in git's own lines about commits, in files of agents other than Claude Code."""
    kept = (".codex/sessions", ".gemini/tmp", ".copilot/session-state", ".local/share/opencode")
    return {
        found.decode()
        for place in kept
        for path in wire.glob(f"homes/*/{place}/**/*")
        if path.is_file()
        for found in re.findall(rb"\[[^\]\s]+ ([0-9a-f]{7,40})\] ", plain(path))
    }


def test_commits_are_those_git_lists(small: Any, counted: Count) -> None:
    """The commits are what branches and tags lead to; the short ids come from tool results."""
    listed = set()
    for path in small.wire.glob("repositories/*"):
        command = ["git", "-C", str(path), "rev-list", "--branches", "--tags"]
        listed.update(subprocess.run(command, check=True, capture_output=True).stdout.split())
    commits = small.truth["commits"]
    assert {row["sha"].encode() for row in commits} == listed
    elsewhere = printed_by_git(small.wire)
    mentioned = {row["sha"] for row in commits if row["in_transcript_sha"]}
    printed = {
        row["sha"]
        for row in commits
        if any((row["repository"], row["sha"][:n]) in counted.short_shas for n in range(7, 41))
        or any(row["sha"][:n] in elsewhere for n in range(7, 41))
    }
    assert mentioned == printed
    assert small.truth["totals"]["commits"] == len(commits)
