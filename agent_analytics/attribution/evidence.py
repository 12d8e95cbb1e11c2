"""Reads claims out of a commit's message and authors.

Pure functions over text. Only an agent's name, a model's name and a session's identifier ever leave them;
a trailer that names a person is no claim. Notes are read in `notes`.
"""

import re
from collections.abc import Iterator

from agent_analytics.attribution.claims import OTHER_AGENT, Claim
from agent_analytics.attribution.identities import (
    ADDRESSES,
    BODY_LINES,
    NAMES,
    SESSION_TRAILERS,
)

# Agents' trailers are often not in the last paragraph, so every line of the message is read. Every repetition
# is bounded: a message of any length is read in linear time.
_GAP = r"[^\S\n]{0,9}"
_LINE = re.IGNORECASE | re.MULTILINE
_CREDIT = re.compile(
    rf"^(co-authored-by|assisted-by){_GAP}:{_GAP}(.{{0,200}}?){_GAP}(?:<([^<>\n]{{0,200}})>)?{_GAP}$",
    _LINE,
)
_SESSION = re.compile(rf"^({'|'.join(SESSION_TRAILERS)}){_GAP}:{_GAP}(\S{{1,300}}){_GAP}$", _LINE)
_REPLIT_AUTHOR = re.compile(rf"^replit-commit-author{_GAP}:{_GAP}agent\b", _LINE)
_ENTIRE_AGENT = re.compile(rf"^entire-agent{_GAP}:{_GAP}(\S.{{0,100}})$", _LINE)
_GENERATED = re.compile(r"^[^\w\n]{0,9}(generated with \[[^\]\n]{1,40}\]\()", _LINE)
_SESSION_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{3,127}")
_MODEL = re.compile(r"(?=.*\d)(?=.*[A-Za-z]{2})[\w .:/@-]{2,64}")
_PARENTHESIS = re.compile(r"\s*\(([^()]*)\)")
_AIDER_AUTHOR = re.compile(r"\(aider\)\s*$", re.IGNORECASE)


def message_claims(message: str) -> list[Claim]:
    """Return what a commit message claims, without repetitions, in the order of the table of kinds."""
    claims = [*_credits(message), *_body_lines(message), *_session_trailers(message)]
    return list(dict.fromkeys(claims))


def author_claims(name: str, *addresses: str) -> list[Claim]:
    """Return the claim that a commit's author or committer is an agent; empty for a person."""
    agents = [agent for address in addresses if (agent := address_agent(address))]
    if _AIDER_AUTHOR.search(name):
        agents.append("aider")
    return [Claim("author", agent) for agent in dict.fromkeys(agents)]


def address_agent(address: str) -> str | None:
    """Return the agent that uses an e-mail address; None for any other address."""
    whole = address.strip().lower()
    return ADDRESSES.get(whole) or ADDRESSES.get(whole.partition("+")[2])


def _credits(message: str) -> Iterator[Claim]:
    for key, name, address in _CREDIT.findall(message):
        agent = address_agent(address) if address else None
        if agent is None and key.lower() == "assisted-by":
            yield from _assistant(name, has_address=bool(address))
        elif agent is not None:
            yield Claim("trailer", agent, _model_in(name))
    if _REPLIT_AUTHOR.search(message):
        yield Claim("trailer", "replit")
    for name in _ENTIRE_AGENT.findall(message):
        yield Claim("trailer", _named_agent(name) or OTHER_AGENT)


def _assistant(text: str, *, has_address: bool) -> Iterator[Claim]:
    """Yield the claim of `AGENT:MODEL` or of free text that begins with an agent's name."""
    agent_part, _, rest = text.partition(":")
    agent = _named_agent(agent_part)
    model = _model_in(next(iter(rest.split()), "")) or _model_in(agent_part)
    if agent is not None:
        yield Claim("trailer", agent, model)
    elif rest and model and not has_address:
        yield Claim("trailer", OTHER_AGENT, model)


def _named_agent(text: str) -> str | None:
    words = text.strip().lower()
    return next(
        (agent for name, agent in NAMES.items() if re.match(rf"{re.escape(name)}\b", words)), None
    )


def _model_in(name: str) -> str | None:
    """Return the model in an agent's display name: `Claude Opus 4.6 (1M context)`, `aider (gpt-5)`."""
    outer = _PARENTHESIS.sub("", name).strip()
    inner = _PARENTHESIS.search(name)
    for text in (outer, inner[1].strip() if inner else ""):
        if _MODEL.fullmatch(text) and "context" not in text:
            return text
    return None


def _body_lines(message: str) -> Iterator[Claim]:
    for line in _GENERATED.findall(message):
        if agent := BODY_LINES.get(line.lower()):
            yield Claim("body_line", agent)


def _session_trailers(message: str) -> Iterator[Claim]:
    for key, value in _SESSION.findall(message):
        session = value.partition("?")[0].rstrip("/").rpartition("/")[2]
        if _SESSION_ID.fullmatch(session):
            yield Claim("session_trailer", SESSION_TRAILERS[key.lower()], session_id=session)
