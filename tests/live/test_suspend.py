"""A program that was stopped guides nobody: it pauses, says so, and notes the gap. Not one phase is raced through."""

import os
import signal
import time
from pathlib import Path

import pytest

from dtx.care.felt_worse import FELT_WORSE
from dtx.care.ratings import PAIN, RELAX
from tests.live.journal import Line, journal, of_kind, phases
from tests.live.practices import NUMBERS, write_practices
from tests.live.terminal import Pipes, Window

pytestmark = pytest.mark.skipif(os.name != "posix", reason="SIGSTOP is a POSIX word")

AWAY_S = [5, pytest.param(20, marks=pytest.mark.slow)]


def away(process: int, seconds: float) -> None:
    """Stop a process of our own for a while, as a closed lid does. This wait is a real one."""
    os.kill(process, signal.SIGSTOP)
    time.sleep(seconds)
    os.kill(process, signal.SIGCONT)


def assert_one_gap(events: list[Line], seconds: float) -> None:
    (gap,) = of_kind(events, "gap")
    assert seconds - 0.5 <= gap["value"]["seconds"] <= seconds + 2


def assert_whole(events: list[Line]) -> None:
    """Every phase once, and its planned length in all: 10 stretches of 0.4 s."""
    assert len(phases(events)) == len(set(phases(events))) == len(NUMBERS)
    (completed,) = of_kind(events, "completed")
    assert completed["t"] == 4.0
    assert [event["seq"] for event in events] == list(range(1, len(events) + 1))


@pytest.mark.parametrize("seconds", AWAY_S)
def test_plain_mode_pauses_after_a_gap_and_goes_on(seconds: float, tmp_path: Path) -> None:
    plugins = write_practices(tmp_path / "plugins")
    home = tmp_path / "home"
    with Pipes(["--plugins", str(plugins), "run", "spoken.spoken", "--plain"], home) as session:
        for question in (PAIN, RELAX):
            session.hear(question.text)
            session.type("6")
        session.hear("Stretch two.")
        away(session.process.pid, seconds)
        assert "nothing could guide you" in str(session.next())
        paused = journal(home)
        assert len(phases(paused)) == 1
        assert_one_gap(paused, seconds)
        session.type("p")
        assert str(session.next()).startswith("Stretch two.")
        for words in (PAIN.text, RELAX.text, FELT_WORSE.text):
            session.hear(words)
            session.type("1")
        assert session.end() == 0
        said = [line.split()[1] for line in session.lines if line.startswith("Stretch")]
    assert said == [f"{number}." for number in ("one", "two", *NUMBERS[1:])]
    assert_whole(journal(home))


@pytest.mark.parametrize("seconds", AWAY_S)
def test_the_app_pauses_after_a_gap_and_goes_on(seconds: float, tmp_path: Path) -> None:
    plugins = write_practices(tmp_path / "plugins")
    home = tmp_path / "home"
    with Window(["--plugins", str(plugins), "run", "spoken.spoken"], home) as window:
        for question in (PAIN, RELAX):
            window.see(question.text)
            window.press("6\r")
        window.see("Next: Stretch three.")
        since = len(window.chunks)
        away(window.process.pid, seconds)
        window.see("Nothing ran on without you")
        window.run(1)
        later = [number for number in NUMBERS[3:] if f"Stretch {number}." in window.text(since)]
        assert later == [], f"phases that nobody was guided through were shown: {later}"
        done = len(phases(journal(home)))
        assert done in (1, 2)
        assert_one_gap(journal(home), seconds)
        window.press(" ")
        window.see(PAIN.text)
        for words in (PAIN.text, RELAX.text):
            window.see(words)
            window.press("4\r")
        window.see(FELT_WORSE.text)
        window.press("1\r")
        window.see("Saved")
        window.press("q\r")
    assert_whole(journal(home))
