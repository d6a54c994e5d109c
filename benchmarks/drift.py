"""How far a session's last phase is from its plan, against a loop that sleeps for the length of each phase."""

import asyncio
import threading
import time
from collections.abc import Iterator

from benchmarks.measure import FULL, Row
from dtx import Script, Silence
from dtx.engine.bracket import Bracket
from dtx.engine.session import Session

PHASE_S = 0.1
SECONDS = 600 if FULL else 30
WORK_S = 0.003


def script() -> Script:
    yield from (Silence(PHASE_S) for _ in range(round(SECONDS / PHASE_S)))


def nothing(*_: object) -> Script:
    yield from ()


def work() -> None:
    """What a repaint costs."""
    end = time.perf_counter() + WORK_S
    while time.perf_counter() < end:
        pass


async def ours() -> tuple[float, int]:
    """Drive a session the way the screens do: a call at its next deadline. Returns seconds late at the end, and phases done."""
    session = Session(script, Bracket(nothing, nothing))
    begin = time.perf_counter()
    session.open(begin, {})
    while (deadline := session.next_deadline) is not None:
        await asyncio.sleep(max(0.0, deadline - time.perf_counter()))
        session.tick(time.perf_counter())
        work()
    end = time.perf_counter() - WORK_S
    return end - begin - SECONDS, session.phases_done


def naive(late: list[float]) -> None:
    begin = time.perf_counter()
    for _ in range(round(SECONDS / PHASE_S)):
        time.sleep(PHASE_S)
        work()
    late.append(time.perf_counter() - begin - SECONDS)


def rows() -> Iterator[Row]:
    late: list[float] = []
    thread = threading.Thread(target=naive, args=(late,))
    thread.start()
    mine, phases = asyncio.run(ours())
    thread.join()
    assert phases == round(SECONDS / PHASE_S), f"{phases} phases of {round(SECONDS / PHASE_S)}"
    yield Row(f"drift of {phases} phases in {SECONDS} s", mine * 1000, "a loop that sleeps for each phase", late[0] * 1000, "ms", 0.005)
