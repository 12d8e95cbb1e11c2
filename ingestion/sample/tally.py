"""Adds up what is visible: the requests, prompts and calls that at least one written layer holds.

Works on one site's people at a time, so that two processes can add up apart; `truth` joins the parts.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ingestion.sample.activity import Prompt, Request, Session
from ingestion.sample.catalog import list_cost, microusd
from ingestion.sample.clock import iso
from ingestion.sample.company import utc_day
from ingestion.sample.ledger import Ledger
from ingestion.sample.people import Person

Measures = Counter[str]
NO_MODEL = ""


@dataclass(slots=True)
class Tally:
    """Sums by day, person, model and team, and one row per session. Picklable and addable."""

    by_day: dict[str, Measures] = field(default_factory=dict)
    by_developer: dict[str, Measures] = field(default_factory=dict)
    by_model: dict[str, Measures] = field(default_factory=dict)
    by_team: dict[str, Measures] = field(default_factory=dict)
    by_agent: dict[str, Measures] = field(default_factory=dict)
    sessions: list[dict[str, Any]] = field(default_factory=list)
    layers: Counter[str] = field(default_factory=Counter)
    commits_in_transcripts: set[str] = field(default_factory=set)
    planted: Counter[str] = field(default_factory=Counter)
    sizes: dict[str, Counter[str]] = field(default_factory=dict)

    def add(self, other: "Tally") -> None:
        """Take over the sums of another part."""
        for mine, theirs in (
            (self.by_day, other.by_day),
            (self.by_developer, other.by_developer),
            (self.by_model, other.by_model),
            (self.by_team, other.by_team),
            (self.by_agent, other.by_agent),
            (self.sizes, other.sizes),
        ):
            for key, measures in theirs.items():
                mine.setdefault(key, Counter()).update(measures)
        self.sessions += other.sessions
        self.layers.update(other.layers)
        self.commits_in_transcripts |= other.commits_in_transcripts
        self.planted.update(other.planted)


def tally(
    people: Iterable[Person],
    sessions_of: Callable[[Person], Iterable[Session]],
    ledgers: Mapping[str, Ledger],
) -> Tally:
    """Return the sums over some people's sessions, counting only what one of the layers holds."""
    result = Tally(commits_in_transcripts=ledgers["transcripts"].commits)
    for layer, ledger in ledgers.items():
        result.planted.update(ledger.planted)
        sums = {"files": ledger.files, "lines": ledger.lines, "bytes": ledger.size}
        result.sizes[layer] = Counter(sums)
    for person in people:
        for session in sessions_of(person):
            _Visible(result, person, session, ledgers).add()
    return result


class _Visible:
    """What can be seen of one session."""

    def __init__(
        self,
        result: Tally,
        person: Person,
        session: Session,
        ledgers: Mapping[str, Ledger],
    ) -> None:
        self.result, self.person, self.session = result, person, session
        self._layers = {
            "transcript": ledgers["transcripts"],
            "otlp": ledgers["otlp"],
            "proxy": ledgers["proxy"],
        }
        self._own: Measures = Counter()
        self._seen: set[str] = set()
        self._instants: list[int] = []
        self._models: set[str] = set()

    def add(self) -> None:
        for prompt in self.session.prompts():
            if self._holders("prompts", prompt.id):
                self._count(prompt.at, NO_MODEL, Counter(prompts=1))
                self._instants.append(prompt.at)
            self._requests(prompt)
        if not self._instants:
            return
        started = min(self._instants)
        self._count(started, NO_MODEL, Counter(sessions=1))
        for model in self._models:
            self.result.by_model[model]["sessions"] += 1
        self.result.sessions.append(
            {
                "session_id": self.session.id,
                "agent": self.session.agent,
                "login": self.person.login,
                "email": self.person.email,
                "repository": self.session.repository,
                "started_at": iso(started),
                "layers": sorted(self._seen),
                "fork_of": self.session.fork_of,
                "measures": self._own,
            }
        )

    def _requests(self, prompt: Prompt) -> None:
        for request in prompt.requests():
            holders = self._holders("requests", request.id)
            calls = sum(bool(self._holders("tools", call.id)) for call in request.tools)
            model = request.model if holders else NO_MODEL
            self._count(request.at, model, Counter(tool_calls=calls))
            if not holders:
                continue
            self._instants.append(request.at)
            self._models.add(request.model)
            self._count(request.at, model, _measured(request))
            self.result.layers["transcript_requests"] += "transcript" in holders
            self.result.layers["otlp_requests"] += "otlp" in holders
            self.result.layers["proxy_requests"] += "proxy" in holders
            self.result.layers["both"] += {"transcript", "otlp"} <= set(holders)

    def _holders(self, kind: str, identifier: str) -> list[str]:
        """Return the layers that hold an identifier, and remember them for the session."""
        held = [n for n, ledger in self._layers.items() if identifier in getattr(ledger, kind)]
        self._seen.update(held)
        return held

    def _count(self, at: int, model: str, measures: Measures) -> None:
        result = self.result
        places = [
            (result.by_day, utc_day(at)),
            (result.by_developer, self.person.login),
            (result.by_team, self.person.team.name),
            (result.by_agent, self.session.agent),
        ]
        if model:
            places.append((result.by_model, model))
        for place, key in places:
            place.setdefault(key, Counter()).update(measures)
        self._own.update(measures)


def _measured(request: Request) -> Measures:
    """Return the measures of one request; a request without a price counts as such and costs nothing."""
    tokens = request.tokens
    cost = list_cost(request.model, tokens, request.at)
    return Counter(
        requests=1,
        input_tokens=tokens.input,
        cache_write_tokens=tokens.write,
        cache_write_5m_tokens=tokens.write_5m,
        cache_write_1h_tokens=tokens.write_1h,
        cache_read_tokens=tokens.read,
        output_tokens=tokens.output,
        list_cost_microusd=0 if cost is None else microusd(cost),
        unpriced_requests=int(cost is None),
    )
