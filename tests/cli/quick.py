"""Checks in this process alone, for the many tests that are about what is found and not about where."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from dtx.authors import checking
from dtx.authors.authored import Authored, Finding
from dtx.authors.spoken import Spoken
from dtx.errors import DtxError
from dtx.sound.brought import Unreadable
from dtx.sound.loudness import dbtp, lufs
from dtx.sound.measured import Measured
from dtx.sound.sound_file import take


def check_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Go through what is data in this process; code goes through a process of its own all the same."""
    apart: Callable[..., tuple[list[Finding], list[Spoken]]] = checking.apart

    def here(made: Authored, names: tuple[str, ...], today: date) -> tuple[list[Finding], list[Spoken]]:
        return apart(made, names, today) if set(names) & set(made.coded) else checking.in_here(made, names, today)

    monkeypatch.setattr("dtx.authors.checking.apart", here)


def measure_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Measure files in this process."""

    def measured(files: list[Path]) -> dict[Path, Measured | DtxError]:
        return {file: one(file) for file in files}

    def one(file: Path) -> Measured | DtxError:
        try:
            taken = take(file)
        except Unreadable as problem:
            return problem
        wave = taken.samples.astype("float32") / 32768
        return Measured(taken.seconds, lufs(wave, taken.rate), dbtp(wave, taken.rate))

    monkeypatch.setattr("dtx.authors.recordings.measure", measured)
