"""More processes for decoding while much arrives: it is plain Python, so one core alone is the limit.

Little traffic is decoded where it arrives, which needs no second process and no way between. With more, even
small requests are handed over: this process has enough to do with connections and commits. Whatever happens
to a decoder, its requests are decoded here after all. What a decoder is belongs to `decoder`.
"""

import asyncio
import os
import time
from collections.abc import Callable

from agent_analytics.privacy.policy import Policy
from ingestion.receiver import decoder, intake
from ingestion.receiver.decoder import Asked, Decoder
from ingestion.receiver.intake import Taken

BUSY_SHARE = 0.5
"""Share of a core that all processes took in the last second, from which on one is not enough."""

QUIET_SHARE = 0.25
"""Share below which it is again, when it stays so for a while."""

QUIET_SECONDS = 60

MAX_DECODERS = 2
"""As many as there are further cores, up to this."""

WAITING_BYTES = 448 * 1024
"""Bytes of requests waiting at each decoder from which on this process decodes, too: half a dozen large ones,
so that a decoder has work while this process is busy with one."""

Outcome = Taken | Exception
Done = Callable[[Outcome], None]
"""Told what a request gave, or why it could not be read."""


class Decoders:
    """Decodes requests, alone or with others, as traffic demands; lives in the event loop."""

    def __init__(self, policy: Policy, most: int | None = None) -> None:
        self._policy = policy
        self._most = min(MAX_DECODERS, (os.cpu_count() or 1) - 1) if most is None else most
        self._decoders: list[Decoder] = []
        self._starting: asyncio.Task[None] | None = None
        self._used = time.process_time()
        self._seconds = 0.0
        self._quiet_seconds = 0

    @property
    def ready(self) -> int:
        """Return how many other processes decode."""
        return sum(each.is_ready for each in self._decoders)

    def take(self, body: bytes, asked: Asked, done: Done) -> None:
        """Decode a request now or elsewhere, and tell `done` in the event loop."""
        chosen = None
        if self._decoders:
            ready = (d for d in self._decoders if d.is_ready and d.waiting_bytes < WAITING_BYTES)
            chosen = min(ready, key=lambda each: each.waiting_bytes, default=None)
        if chosen is None:
            done(self._here(body, asked))
            return

        def ended(outcome: Outcome | None, seconds: float) -> None:
            self._seconds += seconds
            done(self._here(body, asked) if outcome is None else outcome)

        chosen.ask(body, asked, ended)

    def use(self, policy: Policy) -> None:
        """Reduce by another policy from now on; what waits elsewhere is given back and decoded here."""
        self._policy = policy
        for each in self._decoders:
            each.close()

    def tick(self) -> None:
        """Start decoders when the last second was busy, end them after a quiet while."""
        used = time.process_time()
        seconds = used - self._used + self._seconds
        self._used, self._seconds = used, 0.0
        self._quiet_seconds = 0 if seconds >= QUIET_SHARE else self._quiet_seconds + 1
        if not self._decoders and self._starting is None and seconds >= BUSY_SHARE and self._most:
            self._starting = asyncio.create_task(self._start())
        elif self._quiet_seconds > QUIET_SECONDS:
            self._end()

    async def close(self, seconds: float) -> None:
        """Wait for what is under way, up to some seconds, and end the decoders."""
        loop = asyncio.get_running_loop()
        latest = loop.time() + seconds
        while any(each.waiting_bytes for each in self._decoders) and loop.time() < latest:
            await asyncio.sleep(0.01)
        if self._starting is not None:
            self._starting.cancel()
        self._end()

    async def _start(self) -> None:
        policy = self._policy
        for _ in range(self._most):
            started = await decoder.start(policy, self._decoders.remove)
            self._decoders.append(started)
            if policy is not self._policy:
                started.close()
        self._starting = None

    def _end(self) -> None:
        for each in self._decoders:
            if not each.waiting_bytes:
                each.close()

    def _here(self, body: bytes, asked: Asked) -> Outcome:
        try:
            return intake.telemetry(self._policy, body, *asked)
        except Exception as error:  # noqa: BLE001 - told to the sender by who asked
            return error
