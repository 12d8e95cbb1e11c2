"""A request to stop is seen, whoever handles the signal; other signals are none."""

import signal
from collections.abc import Iterator
from threading import Thread

import pytest

from orchestration.interruption import watched_signals


@pytest.fixture(params=[signal.SIGINT, signal.SIGTERM])
def swallowed(request: pytest.FixtureRequest) -> Iterator[signal.Signals]:
    """Return a signal that a library takes for itself."""
    number: signal.Signals = request.param
    before = signal.signal(number, lambda *_: None)
    yield number
    signal.signal(number, before)


def test_a_swallowed_signal_is_seen(swallowed: signal.Signals) -> None:
    """It is seen once it came, not before, and is not forgotten."""
    with watched_signals() as interruption:
        interruption.raise_if_asked()
        signal.raise_signal(swallowed)
        for _ in range(2):
            with pytest.raises(KeyboardInterrupt):
                interruption.raise_if_asked()


def test_watching_ends(swallowed: signal.Signals) -> None:
    """A signal that came to an earlier run stops no later one."""
    with watched_signals():
        signal.raise_signal(swallowed)
    with watched_signals() as interruption:
        interruption.raise_if_asked()


def test_other_signals_stop_nothing() -> None:
    """A window that changes its size is no request to stop."""
    before = signal.signal(signal.SIGWINCH, lambda *_: None)
    with watched_signals() as interruption:
        signal.raise_signal(signal.SIGWINCH)
        interruption.raise_if_asked()
    signal.signal(signal.SIGWINCH, before)


def test_another_thread_is_never_told(swallowed: signal.Signals) -> None:
    """Where no signal arrives, watching costs nothing and asks nothing."""
    seen = []

    def work() -> None:
        with watched_signals() as interruption:
            interruption.raise_if_asked()
            seen.append(True)

    thread = Thread(target=work)
    thread.start()
    thread.join()
    assert seen
