"""How late "In" and "Out" reach the terminal, against text alone in a Textual app, on a quiet machine and with every core busy.

Late is counted from the most punctual change of the same run, since neither program says when it meant to begin.
"""

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

from benchmarks.bare_apps import PHASE_S
from benchmarks.measure import FULL, Row, percentile
from benchmarks.practice import begin, write_plugin
from benchmarks.terminal import Terminal

CHANGES = 120 if FULL else 30
HALF_BREATH_S = 2
"""The quickest breath that is offered takes 4 s."""
BREATH = re.compile(r"\b(?:In|Out)\b")
TICK = re.compile(r"\b(?:In|Out) \d")


def late(terminal: Terminal, change: re.Pattern[str], every_s: float) -> list[float]:
    """Milliseconds after the plan of one change in so many seconds."""
    terminal.run(0.5)
    since = len(terminal.chunks)
    terminal.run(CHANGES * every_s + 0.5)
    came = [at for number, (at, _) in enumerate(terminal.chunks) if number >= since and change.search(terminal.text(number, number + 1))]
    offsets = [(at - came[0]) - round((at - came[0]) / every_s) * every_s for at in came]
    if len(came) < CHANGES - 1:
        raise RuntimeError(f"{len(came)} changes of {CHANGES} reached the terminal")
    return [(offset - min(offsets)) * 1000 for offset in offsets]


def ours(home: Path) -> list[float]:
    with Terminal(["-m", "dtx", "run", "measured.measured", "--mute"], home) as terminal:
        begin(terminal)
        return late(terminal, BREATH, HALF_BREATH_S)


def text_alone(home: Path) -> list[float]:
    with Terminal(["-m", "benchmarks.bare_apps", "ticking"], home) as terminal:
        terminal.wait_for("In 0")
        return late(terminal, TICK, PHASE_S)


def busy(stack: ExitStack) -> None:
    """Keep every core busy until the stack is left."""
    for _ in range(os.cpu_count() or 1):
        spinning = stack.enter_context(subprocess.Popen([sys.executable, "-c", "while True: pass"]))
        stack.callback(spinning.kill)


def compared(where: str, mine: Sequence[float], theirs: Sequence[float]) -> Iterator[Row]:
    for percent, most in ((50, None), (95, 2.0)):
        against = "text alone in a Textual app"
        yield Row(f"late on the terminal, {where}, p{percent}", percentile(mine, percent), against, percentile(theirs, percent), "ms", most)


def rows() -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        write_plugin(home, "measured", seconds=HALF_BREATH_S, breaths=CHANGES)
        yield from compared("quiet machine", ours(home), text_alone(home))
        with ExitStack() as stack:
            busy(stack)
            yield from compared("every core busy", ours(home), text_alone(home))
