"""What tests of time share: past the questions, when a breath turned on the screen, and what was measured, said aloud."""

import os
from collections.abc import Iterator, Sequence

import pytest

from benchmarks.measure import percentile
from dtx.care.ratings import PAIN, RELAX
from tests.live.terminal import Window


def begin(window: Window) -> None:
    for question in (PAIN, RELAX):
        window.see(question.text)
        window.press("5\r")


def told(capsys: pytest.CaptureFixture[str], what: str, values: Sequence[float]) -> None:
    numbers = ", ".join(f"p{percent} {percentile(values, percent):.1f}" for percent in (50, 95, 99))
    with capsys.disabled():
        print(f"\n{what}: {numbers}, most {max(values):.1f} ms (n = {len(values)}; load {os.getloadavg()[0]:.1f})")


def breaths_shown(pictures: Iterator[tuple[float, list[str]]]) -> Iterator[float]:
    """When “In” and “Out” took turns on the screen."""
    before = None
    for at, rows in pictures:
        shown = next((row.split()[0] for row in rows if row.split() and row.split()[0] in ("In", "Out") and len(row.split()) < 3), None)
        if shown is not None and shown != before:
            if before is not None:
                yield at
            before = shown
