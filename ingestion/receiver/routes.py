"""What each address does: telemetry, hooks, commits, and the receiver's own state.

Every request passes admission, then its body is unpacked, decoded, reduced and committed, and only then
answered. Nothing here waits: answers are given back through `reply`.
"""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass

from agent_analytics.errors import SpoolError, SpoolFullError
from agent_analytics.privacy.policy import Policy
from ingestion.otlp.reasons import Reason, UndecodableError
from ingestion.otlp.signals import SignalKind
from ingestion.receiver import answers, intake
from ingestion.receiver.admission import Admission
from ingestion.receiver.answers import Answer, failure
from ingestion.receiver.bodies import BodyError, unpacked
from ingestion.receiver.clocks import ahead_of
from ingestion.receiver.committer import Committer
from ingestion.receiver.counters import Counters
from ingestion.receiver.decoders import Decoders, Outcome
from ingestion.receiver.http import Reply, Request
from ingestion.receiver.intake import Encoding, Taken
from ingestion.spool.writer import SegmentWriter

_SIGNALS: dict[str, SignalKind] = {
    "/v1/logs": "logs",
    "/v1/traces": "traces",
    "/v1/metrics": "metrics",
}
_TOLD: dict[str, Callable[[Policy, bytes, int], Taken]] = {
    "/v1/hooks/claude-code": intake.hook_event,
    "/v1/hooks/appended": intake.appended,
    "/v1/git/commits": intake.commit,
}
"""What hooks tell as JSON: an event or a commit at once, or what they appended on another machine."""

_STATE = ("/healthz", "/readyz", "/metrics")
_ENCODINGS: dict[str, Encoding] = {
    "application/json": "json",
    "application/x-protobuf": "protobuf",
}


@dataclass(slots=True)
class Routes:
    """The receiver's addresses and what they need."""

    policy: Policy
    admission: Admission
    committer: Committer
    writer: SegmentWriter
    counters: Counters
    decoders: Decoders
    port: int = 0
    rpc_port: int = 0
    is_stopping: bool = False

    def handle(self, request: Request, reply: Reply) -> None:
        """Answer a request, now or when what it brought is durable."""
        path = request.target.partition("?")[0]
        known = path in _SIGNALS or path in _TOLD or path in _STATE

        def counted(answer: Answer) -> None:
            self.counters.answers[path if known else "other", answer.status] += 1
            reply(answer)

        try:
            refused = self._refused(request, path)
            if refused is not None:
                counted(refused)
            elif path in _STATE:
                counted(self._state(path))
            else:
                self._take(request, path, counted)
        except Exception as error:  # noqa: BLE001 - one request's bug must not stop the others
            counted(self._turned_away(error, request))

    def use(self, policy: Policy) -> None:
        """Reduce what comes from now on by another policy."""
        self.policy = policy
        self.decoders.use(policy)

    def accept(self, taken: Taken, done: Callable[[Answer | None], None]) -> None:
        """Commit what was taken; tell `done` None once it is durable, else the answer to give."""

        def finished(problem: BaseException | None) -> None:
            if problem is None:
                self.counters.took(taken, asyncio.get_running_loop().time())
            done(_failed_commit(problem))

        if taken.lines.content:
            self.committer.add(taken.lines, finished)
        else:
            finished(None)

    def unavailable(self) -> Answer | None:
        """Return why nothing is taken at present; None when all is well."""
        if self.is_stopping:
            answer = failure(503, "the receiver is stopping", retry_after=answers.BUSY_SECONDS)
            return Answer(answer.status, answer.content_type, answer.body, answer.headers, True)
        paused = self.counters.paused_until - asyncio.get_running_loop().time()
        if paused > 0:
            reason = (
                "every record was refused for a while; nothing more is taken before the pause ends"
            )
            return failure(503, reason, retry_after=int(paused) + 1)
        return None

    def _refused(self, request: Request, path: str) -> Answer | None:
        scope = "read" if path == "/metrics" else "ingest"
        if path != "/healthz" or not self.admission.is_ours(
            request.headers.get("host", ""), self.port
        ):
            refusal = self.admission.refusal(
                request.headers,
                scope,  # type: ignore[arg-type]
                self.port,
                is_stranger=request.is_stranger,
            )
            if refusal is not None:
                return failure(refusal.status, refusal.reason)
        if path in _STATE:
            return _wrong_method(request, "GET")
        if path not in _SIGNALS and path not in _TOLD:
            return failure(
                404, "there is nothing here; OTLP is at /v1/logs, /v1/traces, /v1/metrics"
            )
        if "?" in request.target:
            return failure(400, "parameters in the address are not taken; keys belong in a header")
        encoding = _encoding(request)
        if request.method == "POST" and (
            encoding is None or (path in _TOLD and encoding != "json")
        ):
            return failure(415, "send application/json or, for OTLP, application/x-protobuf")
        return _wrong_method(request, "POST") or self.unavailable()

    def _take(self, request: Request, path: str, reply: Reply) -> None:
        body = unpacked(request.body, request.headers.get("content-encoding", ""))
        encoding = _encoding(request) or "json"
        signal = _SIGNALS.get(path)

        def taken(outcome: Outcome) -> None:
            if isinstance(outcome, Exception):
                reply(self._turned_away(outcome, request))
                return
            answer = (
                Answer(200, answers.JSON, b"{}")
                if signal is None
                else answers.success(outcome, signal, encoding)
            )
            self.accept(outcome, lambda problem: reply(problem or answer))

        if signal is None:
            taken(_TOLD[path](self.policy, body, _now()))
        else:
            ahead = ahead_of(request.headers.get("date"), _now())
            self.decoders.take(body, (encoding, signal, ahead), taken)

    def _turned_away(self, error: Exception, request: Request) -> Answer:
        """Count a request that cannot be taken and return the answer to it."""
        encoding = _encoding(request) or "json"
        if isinstance(error, BodyError):
            self.counters.turned_away("body")
            return failure(error.status, error.reason, encoding)
        if isinstance(error, UndecodableError):
            self.counters.turned_away(str(error))
            status = 413 if str(error) == Reason.TOO_LARGE else 400
            return failure(status, f"cannot be read: {error}", encoding)
        self.counters.turned_away("internal")
        return failure(500, f"internal error ({type(error).__name__})")

    def _state(self, path: str) -> Answer:
        if path == "/metrics":
            return Answer(200, body=self.counters.text(self.writer.used_share).encode())
        problem = self.unavailable()
        if path == "/healthz" or (problem is None and not self.writer.is_full):
            return Answer(200, body=b"ok\n")
        return problem or failure(503, "the spool is full", retry_after=answers.FULL_SECONDS)


def _now() -> int:
    return time.time_ns() // 1000


def _encoding(request: Request) -> Encoding | None:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    return _ENCODINGS.get(kind)


def _wrong_method(request: Request, method: str) -> Answer | None:
    if request.method == method:
        return None
    answer = failure(405, f"use {method}")
    return Answer(answer.status, answer.content_type, answer.body, (("Allow", method),))


def _failed_commit(problem: BaseException | None) -> Answer | None:
    """Return the answer when lines could not be made durable; all of them may be sent again."""
    if problem is None:
        return None
    if isinstance(problem, SpoolFullError):
        return failure(503, "no room to store more", retry_after=answers.FULL_SECONDS)
    if isinstance(problem, SpoolError):
        return failure(503, "the spool cannot be written", retry_after=answers.FULL_SECONDS)
    return failure(503, "storing failed", retry_after=answers.BUSY_SECONDS)
