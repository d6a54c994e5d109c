"""Signals that end the program, taken between two steps, so that nothing is ever half done."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any, Self

from dtx.errors import DtxError
from dtx.language import _

ENDING = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")


class Ended(DtxError):
    """A signal ended the session. What it had is kept; 128 + n is the exit code."""

    def __init__(self, number: int) -> None:
        super().__init__(_("The session was ended from outside, and all it had is kept."), _("`dtx resume` goes on within 30 minutes."))
        self.exit_code = 128 + number


class Signals:
    """Notes a signal, and raises `Ended` where the program only waits. A second signal raises wherever it finds it."""

    def __init__(self) -> None:
        self.number: int | None = None
        self._waiting = False
        self._before: dict[int, Any] = {}

    def check(self) -> None:
        if self.number is not None:
            raise Ended(self.number)

    @contextmanager
    def waiting(self) -> Iterator[None]:
        """Around a wait for a person or for the clock."""
        self._waiting = True
        try:
            self.check()
            yield
        finally:
            self._waiting = False

    def _note(self, number: int, frame: FrameType | None) -> None:
        again, self.number = self.number is not None, number
        if self._waiting or again:
            raise Ended(number)

    def __enter__(self) -> Self:
        numbers = [getattr(signal, name) for name in ENDING if hasattr(signal, name)]
        self._before = {number: signal.signal(number, self._note) for number in numbers if signal.getsignal(number) is not signal.SIG_IGN}
        return self

    def __exit__(self, *_error: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)
