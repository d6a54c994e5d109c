"""How soon a key is answered while a session runs and its picture moves: from the press to the bytes that show what came of it."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.measure import Row, percentile
from benchmarks.practice import begin, write_plugin
from benchmarks.terminal import Terminal

PRESSES = 40
APART_S = 0.43
"""No whole part of a breath, and none of the picture's 20 steps a second, so that a key comes at any moment of either."""
BUDGET_MS = 50.0

PAUSE, PAUSED = " ", "Paused."


def answered(terminal: Terminal) -> list[float]:
    """Milliseconds to the answer, key by key: each pauses the session, and it goes on for a while before the next."""
    late = []
    for _ in range(PRESSES):
        terminal.run(APART_S)
        since, pressed = len(terminal.chunks), terminal.now
        terminal.press(PAUSE)
        late.append((terminal.wait_for(PAUSED, since=since) - pressed) * 1000)
        terminal.run(APART_S)
        terminal.press(PAUSE)
    return late


def rows() -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        write_plugin(home, "measured", breaths=30)
        with Terminal(["-m", "dtx", "run", "measured.measured", "--mute"], home) as terminal:
            begin(terminal)
            late = answered(terminal)
    yield Row("a key is answered, p50", percentile(late, 50), "the budget", BUDGET_MS, "ms")
    yield Row("a key is answered, p95", percentile(late, 95), "the budget", BUDGET_MS, "ms", 1.0)
