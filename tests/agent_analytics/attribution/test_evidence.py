"""A commit's text names agents, never people."""

import time

import pytest

from agent_analytics.attribution.claims import Claim
from agent_analytics.attribution.evidence import author_claims, message_claims

CLAUDE = "noreply@anthropic.com"


@pytest.mark.parametrize(
    ("line", "agent", "model"),
    [
        (f"Co-Authored-By: Claude Opus 4.5 <{CLAUDE}>", "claude_code", "Claude Opus 4.5"),
        (f"Co-authored-by: Claude <{CLAUDE}>", "claude_code", None),
        (
            f"co-authored-by:Claude Opus 4.6 (1M context) <{CLAUDE}>",
            "claude_code",
            "Claude Opus 4.6",
        ),
        (f"Co-Authored-By: Claude (1M context) <{CLAUDE}>", "claude_code", None),
        ("Co-authored-by: Codex <NoReply@OpenAI.com>", "codex", None),
        ("Co-authored-by: Copilot <1+Copilot@users.noreply.github.com>", "copilot", None),
        ("Co-authored-by: Cursor <cursoragent@cursor.com>\r", "cursor", None),
        ("Co-authored-by: aider (gpt-5) <noreply@aider.chat>", "aider", "gpt-5"),
        ("Assisted-by: Claude:claude-opus-5 sparse", "claude_code", "claude-opus-5"),
        ("Assisted-by: Zed:glm-5", "other", "glm-5"),
        ("Assisted-by: Gemini 3 Pro", "gemini_cli", "Gemini 3 Pro"),
        ("Replit-Commit-Author: Agent", "replit", None),
        ("Entire-Agent: claude-code", "claude_code", None),
        ("Entire-Agent: something new", "other", None),
        ("Co-authored-by: Copilot <copilot@github.com>", "copilot", None),
        ("Co-authored-by: Copilot <223556219+Copilot@users.noreply.github.com>", "copilot", None),
        ("Co-authored-by: Amp <amp@ampcode.com>", "amp", None),
        ("Co-authored-by: Cascade <noreply@windsurf.com>", "windsurf", None),
        ("Co-authored-by: Windsurf <noreply@codeium.com>", "windsurf", None),
        ("Co-authored-by: Roo Code <roomote@roocode.com>", "roo_code", None),
        (
            "Co-authored-by: devin <158243242+devin-ai-integration[bot]@users.noreply.github.com>",
            "devin",
            None,
        ),
        ("Co-authored-by: droid <1+factory-droid[bot]@users.noreply.github.com>", "droid", None),
    ],
)
def test_trailers_name_agents(line: str, agent: str, model: str | None) -> None:
    """Every known trailer names its agent, and a model only when there is one."""
    message = f"feat: totals\n\n{line}\n\nSigned-off-by: Ana <ana@example.org>"
    assert message_claims(message) == [Claim("trailer", agent, model)]


@pytest.mark.parametrize(
    "line",
    [
        "Co-authored-by: Ana <ana@example.org>",
        "Co-authored-by: Claude Monet <monet@example.org>",
        "Assisted-by: Ana <ana@example.org>",
        "Assisted-by: Ana",
        "Claude wrote this: see Co-Authored-By: Claude",
        "generated with [care](https://example.org)",
        "Claude-Session: <none>",
    ],
)
def test_people_are_no_claim(line: str) -> None:
    """Neither people nor talk about agents are claims."""
    assert message_claims(f"feat: totals\n\n{line}") == []


def test_body_lines_and_sessions() -> None:
    """A generated-with line and a session's address are claims of their own, each once."""
    message = (
        "feat: totals\n\n🤖 Generated with [Claude Code](https://claude.com/claude-code)\n"
        "🤖 Generated with [Claude Code](https://claude.com/claude-code)\n\n"
        "Claude-Session: https://claude.ai/code/session_01AbC?from=web"
    )
    assert message_claims(message) == [
        Claim("body_line", "claude_code"),
        Claim("session_trailer", "claude_code", session_id="session_01AbC"),
    ]


@pytest.mark.parametrize(
    ("line", "agent", "session_id"),
    [
        ("Amp-Thread-ID: https://ampcode.com/threads/T-7f3a", "amp", "T-7f3a"),
        ("Replit-Commit-Session-Id: 4be1-22", "replit", "4be1-22"),
        ("Entire-Session: 2026-11-20-ab12cd", "other", "2026-11-20-ab12cd"),
    ],
)
def test_session_trailers_name_sessions(line: str, agent: str, session_id: str) -> None:
    """A session is named by itself or by the end of its address."""
    expected = Claim("session_trailer", agent, session_id=session_id)
    assert message_claims(f"feat: totals\n\n{line}") == [expected]


@pytest.mark.parametrize(
    ("name", "addresses", "agents"),
    [
        ("claude[bot]", ("209825114+claude[bot]@users.noreply.github.com",), ["claude_code"]),
        ("Ana (aider)", ("ana@example.org",), ["aider"]),
        ("Copilot", ("198982749+Copilot@users.noreply.github.com",), ["copilot"]),
        ("x", ("1+copilot-swe-agent[bot]@users.noreply.github.com",), ["copilot"]),
        ("x", ("215619710+anthropic-claude[bot]@users.noreply.github.com",), ["claude_code"]),
        ("x", ("208546643+claude-code-action[bot]@users.noreply.github.com",), ["claude_code"]),
        ("x", ("215057067+openai-codex[bot]@users.noreply.github.com",), ["codex"]),
        ("x", ("199175422+chatgpt-codex-connector[bot]@users.noreply.github.com",), ["codex"]),
        ("x", ("206951365+cursor[bot]@users.noreply.github.com",), ["cursor"]),
        ("x", ("176961590+gemini-code-assist[bot]@users.noreply.github.com",), ["gemini_cli"]),
        ("x", ("208079219+amazon-q-developer[bot]@users.noreply.github.com",), ["amazon_q"]),
        ("Ana", ("ana@example.org", "cursoragent@cursor.com"), ["cursor"]),
        ("Ana", ("ana@example.org", "noreply@github.com"), []),
    ],
)
def test_bots_sign_as_authors(name: str, addresses: tuple[str, ...], agents: list[str]) -> None:
    """An author or committer with an agent's address is a claim."""
    assert author_claims(name, *addresses) == [Claim("author", agent) for agent in agents]


@pytest.mark.parametrize(
    "text",
    [
        "Co-authored-by: a" + " " * 200_000 + "b",
        "Co-authored-by:" + " " * 200_000 + "<" * 200_000,
        "\n" * 200_000 + "generated with [" + "x" * 200_000,
        "Claude-Session: " + "x" * 200_000 + " b",
    ],
)
def test_long_messages_stay_fast(text: str) -> None:
    """A hostile message costs no more time than a long one."""
    started = time.perf_counter()
    assert message_claims(text) == []
    assert time.perf_counter() - started < 1
