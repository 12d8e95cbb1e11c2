"""The log of the company's LiteLLM proxy: a payload per call of Claude Code's gateway and of people's scripts.

The proxy sees what it is sent, whether or not the client tells of it; it answers some calls from a cache of
its own, and some of those it passes on fail.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec

from ingestion.sample.activity import Request, Session
from ingestion.sample.agents import CLAUDE_CODE
from ingestion.sample.catalog import GATEWAY_MODEL, list_cost
from ingestion.sample.company import Company, utc_day
from ingestion.sample.dice import fingerprint
from ingestion.sample.ledger import Ledger
from ingestion.sample.people import Person

_FAILED_EVERY, _CACHED_EVERY = 11, 7
_MONTH = 7

Row = dict[str, Any]


def write_proxy_log(
    company: Company, site: int, sessions: Sequence[tuple[Person, Session]], folder: Path
) -> Ledger:
    """Write what the proxy of one site logged, a file per month, and return what the files hold."""
    ledger = Ledger()
    calls = sorted(_calls(sessions, ledger), key=lambda call: (call["startTime"], call["id"]))
    months: dict[str, list[bytes]] = {}
    for call in calls:
        month = utc_day(int(call["startTime"] * 1000))[:_MONTH]
        months.setdefault(month, []).append(msgspec.json.encode(call) + b"\n")
    if months:
        folder.mkdir(parents=True, exist_ok=True)
    for month, lines in months.items():
        body = b"".join(lines)
        (folder / f"proxy-{site}-{month}.jsonl").write_bytes(body)
        ledger.wrote(len(lines), len(body))
    return ledger


def _calls(sessions: Sequence[tuple[Person, Session]], ledger: Ledger) -> Iterator[Row]:
    number = 0
    for person, session in sessions:
        if session.agent not in {CLAUDE_CODE, "litellm"}:
            continue
        for prompt in session.prompts():
            for request in prompt.requests():
                if session.agent == CLAUDE_CODE and request.model != GATEWAY_MODEL:
                    continue
                number += 1
                call = _call(person, session, request)
                ledger.requests.add(request.id)
                yield call
                if session.agent == CLAUDE_CODE:
                    continue
                if number % _CACHED_EVERY == 0:
                    ledger.planted["proxy_cache_hits"] += 1
                    yield _from_cache(call)
                if number % _FAILED_EVERY == 0:
                    ledger.planted["proxy_failures"] += 1
                    yield _failed(call)


def _call(person: Person, session: Session, request: Request) -> Row:
    tokens, ended = request.tokens, request.at / 1000
    user_agent = f"python-httpx/{session.version}"
    if session.agent == CLAUDE_CODE:
        user_agent = f"claude-cli/{session.version} (external, cli)"
    usage = {
        "prompt_tokens": tokens.total_input,
        "completion_tokens": tokens.output,
        "total_tokens": tokens.total_input + tokens.output,
        "cache_read_input_tokens": tokens.read,
        "cache_creation_input_tokens": tokens.write,
        "prompt_tokens_details": {
            "cached_tokens": tokens.read,
            "cache_creation_tokens": tokens.write,
            "cache_creation_token_details": {
                "ephemeral_5m_input_tokens": tokens.write_5m,
                "ephemeral_1h_input_tokens": tokens.write_1h,
            },
        },
        "completion_tokens_details": {"reasoning_tokens": tokens.thinking},
    }
    return {
        "id": request.message_id,
        "trace_id": fingerprint("trace", request.id)[:32],
        "litellm_call_id": fingerprint("call", request.id)[:32],
        "session_id": session.id,
        "call_type": "acompletion",
        "stream": True,
        "status": "success",
        "response_cost": float(list_cost(request.model, tokens, request.at) or 0),
        "prompt_tokens": tokens.total_input,
        "completion_tokens": tokens.output,
        "total_tokens": tokens.total_input + tokens.output,
        "startTime": ended - request.duration_ms / 1000,
        "endTime": ended,
        "model": request.model,
        "model_group": "default",
        "custom_llm_provider": "openai",
        "metadata": {
            "user_api_key_user_email": person.email,
            "user_api_key_team_alias": person.team.name,
            "user_agent": user_agent,
            "usage_object": usage,
        },
        "cache_hit": None,
        "request_tags": [f"User-Agent: {user_agent}"],
        "end_user": None,
    }


def _from_cache(call: Row) -> Row:
    """Return the same call a second later, answered by the proxy without asking a model."""
    again = {"startTime": call["endTime"] + 1, "endTime": call["endTime"] + 1.01}
    return {**call, **again, "cache_hit": True, "response_cost": 0.0}


def _failed(call: Row) -> Row:
    """Return a call before it that the model's vendor refused."""
    nothing = dict.fromkeys(("prompt_tokens", "completion_tokens", "total_tokens"), 0)
    return {
        **call,
        **nothing,
        "id": fingerprint("failed", call["id"])[:32],
        "litellm_call_id": fingerprint("failed call", call["id"])[:32],
        "status": "failure",
        "response_cost": 0.0,
        "startTime": call["startTime"] - 2,
        "endTime": call["startTime"] - 1.5,
        "metadata": {**call["metadata"], "usage_object": None},
        "error_information": {"error_code": "429", "error_class": "RateLimitError"},
    }
