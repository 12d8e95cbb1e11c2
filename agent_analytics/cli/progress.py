"""How a refresh looks in a terminal: a line per step, and a sign of life meanwhile."""

import logging
import time
from collections.abc import Callable
from types import TracebackType
from typing import Protocol, Self

from rich.console import Console
from rich.text import Text

from agent_analytics.cli.printing import printable


class EndedStep(Protocol):
    """What is shown of a step that ended."""

    @property
    def name(self) -> str:
        """Name of the step."""

    @property
    def failed(self) -> bool:
        """Whether it failed."""

    @property
    def detail(self) -> str:
        """What it did, or why it failed."""

    @property
    def seconds(self) -> float:
        """How long it took."""


class _Tidings(logging.Handler):
    """Hands on what long pulls say of how far they are."""

    def __init__(self, show: Callable[[str], None]) -> None:
        super().__init__(logging.INFO)
        self._show = show

    def emit(self, record: logging.LogRecord) -> None:
        """Show one message."""
        self._show(record.getMessage())


class TerminalWatch:
    """Prints steps as they end; shows the running one, and how far it is, where the terminal allows it."""

    def __init__(self) -> None:
        self._console = Console(highlight=False)
        self._status = self._console.status("starting")
        self._begun = time.monotonic()
        self._running = ""
        self._tidings = _Tidings(self._said)
        self._log = logging.getLogger("ingestion")

    def __enter__(self) -> Self:
        self._log.addHandler(self._tidings)
        self._log.setLevel(logging.INFO)
        self._status.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._log.removeHandler(self._tidings)
        self._log.setLevel(logging.NOTSET)
        self._status.stop()
        if error is None:
            self._line("total", "", time.monotonic() - self._begun)

    def started(self, name: str) -> None:
        """Show the step that begins."""
        self._running = name
        self._status.update(f"{name} …")

    def _said(self, message: str) -> None:
        self._status.update(Text(f"{self._running} … {printable(message)}"))

    def finished(self, step: EndedStep) -> None:
        """Print how a step ended."""
        detail = printable(step.detail, keep="\n")
        self._line(step.name, f"failed: {detail}" if step.failed else detail, step.seconds)

    def _line(self, name: str, detail: str, seconds: float) -> None:
        text = f"{name:<12} {seconds:>6.1f} s  {detail}".rstrip()
        self._console.print(Text(text), soft_wrap=True)
