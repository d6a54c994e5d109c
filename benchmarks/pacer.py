"""What the moving picture costs while a session runs, against a screen redrawn the obvious way, and against one that stands still."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.measure import Row
from benchmarks.practice import begin, write_plugin
from benchmarks.terminal import Terminal

SECONDS = 16
CPU_PERCENT, KB_A_SECOND = 10.0, 60.0
"""What a session without sound may take at most at 80x24: of one core, and over a line."""


def load(terminal: Terminal) -> tuple[float, float]:
    """Percent of one core, and kB a second, over some seconds."""
    terminal.run(1)
    cpu, since = terminal.cpu(), len(terminal.chunks)
    terminal.run(SECONDS)
    kilobytes = sum(len(data) for _, data in terminal.chunks[since:]) / 1000
    return (terminal.cpu() - cpu) / SECONDS * 100, kilobytes / SECONDS


def bare(kind: str, home: Path) -> tuple[float, float]:
    with Terminal(["-m", "benchmarks.bare_apps", kind], home) as terminal:
        terminal.run(2)
        return load(terminal)


def rows() -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        write_plugin(home, "measured")
        with Terminal(["-m", "dtx", "run", "measured.measured", "--mute"], home) as terminal:
            begin(terminal)
            cpu, kilobytes = load(terminal)
        idle, _ = bare("idle", home)
        redrawn, redrawn_kilobytes = bare("animated", home)
    yield Row("CPU while the picture moves", cpu, "the budget", CPU_PERCENT, "%", 1.0)
    yield Row("CPU while the picture moves", cpu, "a Static redrawn 20 times a second", redrawn, "%", 0.9)
    yield Row("CPU while the picture moves", cpu, "a Textual app that does nothing", idle, "%")
    yield Row("output while the picture moves", kilobytes, "the budget", KB_A_SECOND, "kB/s", 1.0)
    yield Row("output while the picture moves", kilobytes, "a Static redrawn 20 times a second", redrawn_kilobytes, "kB/s", 0.5)
