"""What a plugin prints: it goes to standard error with everything taken out that a terminal would act on."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from io import TextIOBase

from dtx.engine.activity import Script
from dtx.engine.words import clean


class Aside(TextIOBase):
    """Hands clean words on to where `sys.stderr` led before."""

    def __init__(self) -> None:
        self._to = sys.stderr

    def write(self, text: str) -> int:
        if self._to is not None:
            self._to.write(clean(text))
        return len(text)


@contextmanager
def aside() -> Iterator[None]:
    """While a plugin's code runs."""
    with redirect_stdout(Aside()), redirect_stderr(Aside()):
        yield


def hushed(start: Callable[[], Script]) -> Script:
    """The same script, each of its steps taken `aside`."""
    with aside():
        script = start()
        step = next(script, None)
    while step is not None:
        answer = yield step
        with aside():
            try:
                step = script.send(answer)
            except StopIteration:
                return
