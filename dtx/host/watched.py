"""Other people's scripts at arm's length: a step that does not come is given up, and the session goes on to its end without it (law 10)."""

import ctypes
from collections.abc import Callable
from contextlib import suppress
from queue import Empty, SimpleQueue
from threading import Thread
from time import sleep

from dtx.engine.activity import Script
from dtx.engine.questions import Answer
from dtx.engine.reel import NoStep

STEP_S = 3.0
"""A script that thinks for longer than this about its next step has lost itself: what ships takes less than a thousandth of a second."""

ENDLESS_STEP = f"one of its steps does not come within {STEP_S:g} seconds"

CALLS, EVERY_S = 20, 0.1
"""How often a lost thread is told to end, and how long after one another."""


class GivenUp(BaseException):
    """Raised inside a script that nobody waits for any more."""


def watched(start: Callable[[], Script]) -> Script:
    """The same script, each of its steps taken in a thread of its own. Raises NoStep for one that does not come in time.

    A loop written in Python is ended then; code that waits in a C library, or catches everything, is left behind and nobody
    hears of it again. Where such code holds the interpreter itself no watch helps: Python has no sandbox.
    """
    script: Script | None = None
    answer: Answer = None

    def take() -> object:
        nonlocal script
        if script is None:
            script = start()
            return next(script)
        return script.send(answer)

    while True:
        try:
            step = in_time(take)
        except StopIteration:
            return
        answer = yield step  # type: ignore[misc]  # whether it is a step is for the engine to say


def in_time(take: Callable[[], object], limit_s: float | None = None) -> object:
    """What `take` gives or raises, or NoStep when that takes too long."""
    came: SimpleQueue[tuple[object, BaseException | None]] = SimpleQueue()

    def run() -> None:
        with suppress(GivenUp):
            try:
                came.put((take(), None))
            except GivenUp:
                raise
            except BaseException as error:  # whatever it raises is met where it was asked for
                came.put((None, error))

    thread = Thread(target=run, name="dtx-script", daemon=True)
    thread.start()
    try:
        step, error = came.get(timeout=STEP_S if limit_s is None else limit_s)
    except Empty:
        Thread(target=end, args=(thread,), name="dtx-ending", daemon=True).start()
        raise NoStep(ENDLESS_STEP) from None
    if error is not None:
        raise error
    return step


def end(thread: Thread) -> None:
    """Tell a thread to end, some times over: it may be where it does not listen."""
    for _ in range(CALLS):
        if not thread.is_alive() or thread.ident is None:
            return
        ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread.ident), ctypes.py_object(GivenUp))
        sleep(EVERY_S)
