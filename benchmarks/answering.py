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
HELP, HELPED, LEAVE = "?", "Leave", "\x1b"


def answered(terminal: Terminal, key: str = PAUSE, words: str = PAUSED, back: str = PAUSE, presses: int = PRESSES) -> list[float]:
    """Milliseconds to the first `words` of the answer, key by key. The keys in `back` go on with the session before the next."""
    late = []
    for _ in range(presses):
        terminal.run(APART_S)
        since, pressed = len(terminal.chunks), terminal.now
        terminal.press(key)
        late.append((terminal.wait_for(words, since=since) - pressed) * 1000)
        for one in back:
            terminal.run(APART_S)
            terminal.press(one)
    return late


def rows() -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        write_plugin(home, "measured", breaths=60)
        with Terminal(["-m", "dtx", "run", "measured.measured", "--mute"], home) as terminal:
            begin(terminal)
            late = answered(terminal)
            helped = answered(terminal, HELP, HELPED, LEAVE + PAUSE, PRESSES // 2)
    yield Row("a key is answered, p50", percentile(late, 50), "the budget", BUDGET_MS, "ms")
    yield Row("a key is answered, p95", percentile(late, 95), "the budget", BUDGET_MS, "ms", 1.0)
    yield Row("a key opens the help page, p95", percentile(helped, 95), "the budget", BUDGET_MS, "ms", 1.0)
