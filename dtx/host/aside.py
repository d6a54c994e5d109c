"""What a plugin prints: it goes to standard error with everything taken out that a terminal would act on."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock, get_ident
from typing import Any, TextIO

from dtx.engine.activity import Script
from dtx.engine.words import clean

STREAMS = ("stdout", "stderr")

_inside: dict[int, int] = {}
"""The threads in which a plugin's code runs just now, and how deep."""

_lock = Lock()


class Aside:
    """Hands a plugin's words, cleaned, on to `aside`; for other threads it is the usual stream in every respect.

    It is no stream of its own: being collected, a `TextIOBase` would flush a stream that may be closed by then.
    """

    def __init__(self, usual: TextIO | None, aside: TextIO | None) -> None:
        self.usual, self._aside = usual, aside

    def write(self, text: str) -> int:
        mine = get_ident() in _inside
        to = self._aside if mine else self.usual
        if to is not None:
            to.write(clean(text) if mine else text)
        return len(text)

    def flush(self) -> None:
        if self.usual is not None and get_ident() not in _inside:
            self.usual.flush()

    def __getattr__(self, name: str) -> Any:
        if name == "buffer" and get_ident() in _inside:
            raise AttributeError("a plugin writes words, no bytes")
        return getattr(self.usual, name)


def refuse_copies(event: str, arguments: object) -> None:
    """A plugin that forks would leave a second dtx on the same terminal and the same records."""
    if event in ("os.fork", "os.forkpty") and get_ident() in _inside:
        raise RuntimeError("a plugin may not make a copy of dtx with os.fork")


_watching: list[bool] = []


@contextmanager
def aside() -> Iterator[None]:
    """While a plugin's code runs. Several threads may be inside at once, and leave in any order or never."""
    me = get_ident()
    with _lock:
        if not _watching:  # only now: it can never be taken away again
            _watching.append(True)
            sys.addaudithook(refuse_copies)
        words = usual(sys.stderr)
        for name in STREAMS:
            if not isinstance(stream := getattr(sys, name), Aside):
                setattr(sys, name, Aside(stream, words))
        _inside[me] = _inside.get(me, 0) + 1
    try:
        yield
    finally:
        with _lock:
            _inside[me] -= 1
            if not _inside[me]:
                del _inside[me]
            if not _inside:
                for name in STREAMS:
                    setattr(sys, name, usual(getattr(sys, name)))


def usual(stream: TextIO | None) -> TextIO | None:
    """The stream itself, where ours stands before it."""
    return stream.usual if isinstance(stream, Aside) else stream


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
