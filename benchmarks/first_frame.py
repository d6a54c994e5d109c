"""When the first page is on the screen, against the smallest Textual app, and with many plugins against none."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.measure import Row, interleaved
from benchmarks.practice import write_plugin
from benchmarks.terminal import Terminal

TITLE = "What would suit you today?"
LISTED = "Even breath 4-6"
RUNS = 9
SETTLE_S = 8
"""The look for new plugins comes after the first frame; the run that pays for it is not the one that is measured."""


def shown(home: Path, words: str) -> float:
    with Terminal(["-m", "dtx"], home) as terminal:
        return terminal.wait_for(words) * 1000


def bare(home: Path) -> float:
    with Terminal(["-m", "benchmarks.bare_apps", "idle"], home) as terminal:
        return terminal.wait_for("bare app") * 1000


def rows() -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as folder:
        homes = {count: Path(folder) / str(count) for count in (0, 100, 1000)}
        for count, home in homes.items():
            for number in range(count):
                write_plugin(home, f"practice_{number}")
            with Terminal(["-m", "dtx"], home) as terminal:
                terminal.wait_for(TITLE)
                terminal.run(SETTLE_S if count else 1)
        none, hundred, thousand = homes.values()
        mine, listed, theirs, some, many = interleaved(
            RUNS,
            lambda: shown(none, TITLE),
            lambda: shown(none, LISTED),
            lambda: bare(none),
            lambda: shown(hundred, TITLE),
            lambda: shown(thousand, TITLE),
        )
    yield Row("first frame", mine, "a Textual app with one line of text", theirs, "ms", 1.3)
    yield Row("first frame with the list of practices", listed, "a Textual app with one line of text", theirs, "ms", 2.0)
    yield Row("first frame, 100 plugins", some, "the same with none", mine, "ms", 1.1)
    yield Row("first frame, 1,000 plugins", many, "the same with none", mine, "ms", 1.1)
