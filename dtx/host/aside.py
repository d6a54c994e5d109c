"""What a plugin prints: it goes to standard error with everything taken out that a terminal would act on."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from io import TextIOBase
from threading import get_ident
from typing import TextIO

from dtx.engine.activity import Script
from dtx.engine.words import clean


class Aside(TextIOBase):
    """Hands clean words on to `aside`; what another thread writes meanwhile goes where it would have gone."""

    def __init__(self, usual: TextIO | None, aside: TextIO | None) -> None:
        self._usual, self._aside, self._thread = usual, aside, get_ident()

    def write(self, text: str) -> int:
        mine = get_ident() == self._thread
        to = self._aside if mine else self._usual
        if to is not None:
            to.write(clean(text) if mine else text)
        return len(text)

    def flush(self) -> None:
        if self._usual is not None and get_ident() != self._thread:
            self._usual.flush()


@contextmanager
def aside() -> Iterator[None]:
    """While a plugin's code runs."""
    out, err = sys.stdout, sys.stderr
    with redirect_stdout(Aside(out, err)), redirect_stderr(Aside(err, err)):
        yield


def hushed(start: Callable[[], Script]) -> Script:
    """The same script, each of its steps taken `aside`."""
    try:
        with aside():
            script = start()
            step = next(script)
        while True:
            answer = yield step
            with aside():
                step = script.send(answer)
    except StopIteration:
        return
