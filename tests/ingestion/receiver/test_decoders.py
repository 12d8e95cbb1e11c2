"""Decoding in other processes, and what becomes of requests when those end."""

import asyncio
import multiprocessing
import time
from collections.abc import Awaitable, Callable, Iterable

from agent_analytics.privacy.policy import Policy, policy_for
from ingestion.otlp.reasons import UndecodableError
from ingestion.receiver import intake
from ingestion.receiver.decoders import BUSY_SHARE, WAITING_BYTES, Decoders, Outcome
from ingestion.receiver.intake import Taken
from tests.fixtures.receivers import export, lines_in, log

LARGE = export(*map(log, range(400)))
SMALL = export(log(1))
UNREADABLE = b"\x80"


def _run(policy: Policy, scenario: Callable[[Decoders], Awaitable[None]]) -> None:
    async def main() -> None:
        decoders = Decoders(policy, most=1)
        started = time.thread_time()
        while time.thread_time() - started < 2 * BUSY_SHARE:
            await _taken(decoders, LARGE)
        decoders.tick()
        try:
            async with asyncio.timeout(30):
                while not decoders.ready:
                    await asyncio.sleep(0.01)
            await scenario(decoders)
        finally:
            await decoders.close(5)

    asyncio.run(main())
    for process in multiprocessing.active_children():
        process.join(10)
    assert not multiprocessing.active_children()


async def _taken(decoders: Decoders, body: bytes) -> Outcome:
    outcome: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
    decoders.take(body, ("protobuf", "logs", 0), outcome.set_result)
    return await outcome


def _counts(outcome: Outcome) -> tuple[int, int]:
    assert isinstance(outcome, Taken)
    return outcome.received, outcome.accepted


def _ids(outcomes: Iterable[Outcome]) -> list[str]:
    """Return the keys of all records in the lines of some outcomes."""
    return sorted(row["event_id"] for line in lines_in(outcomes) for row in line.rows())


def test_another_process_gives_what_this_one_would(policy: Policy) -> None:
    """Records, counts and reasons are the same, however large requests are and whoever shares lines."""

    async def scenario(decoders: Decoders) -> None:
        sent = [SMALL, UNREADABLE, LARGE, SMALL, SMALL]
        small, unreadable, *others = await asyncio.gather(*(_taken(decoders, b) for b in sent))
        assert isinstance(unreadable, UndecodableError)
        assert str(unreadable) == "not_protobuf"
        found = [small, *others]
        assert [_counts(outcome) for outcome in found] == [(1, 1), (400, 400), (1, 1), (1, 1)]
        expected = [intake.telemetry(policy, body, "protobuf", "logs") for body in (SMALL, LARGE)]
        small_ids, large_ids = map(_ids, ([expected[0]], [expected[1]]))
        assert _ids(found) == sorted(small_ids * 3 + large_ids)

    _run(policy, scenario)


def test_beyond_what_may_wait_elsewhere_requests_are_decoded_here(policy: Policy) -> None:
    """A request is answered at once when too many bytes wait already."""

    async def scenario(decoders: Decoders) -> None:
        outcomes: list[Outcome] = []
        waiting = -(-WAITING_BYTES // len(LARGE))
        for _ in range(waiting):
            decoders.take(LARGE, ("protobuf", "logs", 0), outcomes.append)
        assert not outcomes
        decoders.take(SMALL, ("protobuf", "logs", 0), outcomes.append)
        assert outcomes == [intake.telemetry(policy, SMALL, "protobuf", "logs")]
        async with asyncio.timeout(10):
            while len(outcomes) <= waiting:
                await asyncio.sleep(0.01)

    _run(policy, scenario)


def test_a_killed_decoder_costs_no_request(policy: Policy) -> None:
    """What it had not answered is decoded here, and so is all that follows."""

    async def scenario(decoders: Decoders) -> None:
        outcomes: list[Outcome] = []
        for _ in range(3):
            decoders.take(LARGE, ("protobuf", "logs", 0), outcomes.append)
        assert not outcomes
        for process in multiprocessing.active_children():
            process.kill()
        outcomes.append(await _taken(decoders, LARGE))
        async with asyncio.timeout(10):
            while decoders.ready or len(outcomes) < 4:
                await asyncio.sleep(0.01)
        outcomes.append(await _taken(decoders, LARGE))
        assert outcomes == [intake.telemetry(policy, LARGE, "protobuf", "logs")] * 5

    _run(policy, scenario)


def test_row_107_another_policy_holds_for_what_waits_elsewhere(policy: Policy) -> None:
    """Requests that no decoder has answered are reduced by the new policy, and so are all that follow."""
    prompt = export(*(log(number, prompt="a prompt") for number in range(400)))
    texts = policy_for(2, policy.pseudonymizer)

    async def scenario(decoders: Decoders) -> None:
        outcomes: list[Outcome] = []
        decoders.take(prompt, ("protobuf", "logs", 0), outcomes.append)
        decoders.use(texts)
        async with asyncio.timeout(10):
            while not outcomes:
                await asyncio.sleep(0.01)
        outcomes.append(await _taken(decoders, prompt))
        assert outcomes == [intake.telemetry(texts, prompt, "protobuf", "logs")] * 2

    _run(policy, scenario)
