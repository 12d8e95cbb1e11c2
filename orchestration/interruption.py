"""Whether somebody asked a run to stop: Ctrl-C, or a service manager's SIGTERM.

The orchestrator and the loader both put handlers of their own in place, each only remembers the signal or
turns it into the failure of one step, and the next step begins. Here a signal is seen whoever handles it.
"""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress

_STOPPING: frozenset[int] = frozenset({signal.SIGINT, signal.SIGTERM})
_MOST_READ = 4096


class Interruption:
    """Signals that came since watching began; none are known outside the main thread."""

    def __init__(self, descriptor: int | None) -> None:
        self._descriptor = descriptor
        self._was_asked = False

    def raise_if_asked(self) -> None:
        """Raise `KeyboardInterrupt` when somebody asked to stop."""
        if self._descriptor is not None:
            with suppress(BlockingIOError):
                self._was_asked |= not _STOPPING.isdisjoint(os.read(self._descriptor, _MOST_READ))
        if self._was_asked:
            raise KeyboardInterrupt


@contextmanager
def watched_signals() -> Iterator[Interruption]:
    """Lend what sees signals from now on, also those that other handlers swallow."""
    reading, writing = os.pipe()
    for end in (reading, writing):
        os.set_blocking(end, False)
    try:
        try:
            before = signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
        except ValueError:  # not the main thread, which alone is told of signals
            yield Interruption(None)
            return
        try:
            yield Interruption(reading)
        finally:
            signal.set_wakeup_fd(before)
    finally:
        os.close(reading)
        os.close(writing)
