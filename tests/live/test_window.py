"""The app in a real window: signals, closing, other sizes."""

import os
import random
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from dtx.care.ratings import PAIN, RELAX
from tests.live.journal import journal, of_kind
from tests.live.terminal import Pipes, Window, run

pytestmark = pytest.mark.skipif(os.name != "posix", reason="a pty is a POSIX thing")

BREATHING = ["run", "breathing.coherent_46", "--set", "cycles=3", "--mute"]
SETTLE = "Sit or lie so your back is supported."
WIDE, SMALL = (80, 24), (40, 15)


def guided(window: Window) -> None:
    """Answer what is asked before, until the practice guides."""
    for question in (PAIN, RELAX):
        window.see(question.text)
        window.press("6\r")
    window.see(SETTLE, "Pause")


def assert_no_trouble(window: Window, home: Path) -> None:
    assert "Traceback" not in window.text()
    assert not (home / "logs" / "crash.log").exists()


def assert_resumable(home: Path) -> None:
    """What the person said is there, and the session goes on."""
    assert [event["value"]["value"] for event in of_kind(journal(home), "rated")] == [6, 6]
    on = run(["resume", "--plain", "--pace", "fast"], home)
    assert on.returncode == 0 and SETTLE in on.stdout, on


@pytest.mark.parametrize(
    ("end", "code"),
    [
        pytest.param(lambda window: window.process.send_signal(signal.SIGTERM), 143, id="SIGTERM"),
        pytest.param(lambda window: window.process.send_signal(signal.SIGHUP), 129, id="SIGHUP"),
        pytest.param(lambda window: window.process.send_signal(signal.SIGINT), 130, id="SIGINT"),
        pytest.param(lambda window: window.press("\x03"), 130, id="ctrl+c"),
    ],
)
def test_a_signal_ends_the_app_in_order(end: Callable[[Window], None], code: int, tmp_path: Path) -> None:
    """128 + n, the terminal as it was, and the session can go on."""
    with Window(BREATHING, tmp_path) as window:
        guided(window)
        assert {"alternate screen", "mouse"} <= window.modes
        end(window)
        assert window.leave() == code
        assert window.modes == set()
        assert_no_trouble(window, tmp_path)
    assert_resumable(tmp_path)


def test_closing_the_window_loses_nothing(tmp_path: Path) -> None:
    """The system hangs up: the app ends with 129 and the session can go on."""
    with Window(BREATHING, tmp_path) as window:
        guided(window)
        assert window.hang_up() == 129
    assert not (tmp_path / "logs" / "crash.log").exists()
    assert_resumable(tmp_path)


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_a_signal_ends_plain_mode_in_order(number: int, code: int, tmp_path: Path) -> None:
    """In mid-phase and without a traceback; the session can go on."""
    with Pipes([*BREATHING, "--plain"], tmp_path) as session:
        for question in (PAIN, RELAX):
            session.hear(question.text)
            session.type("6")
        session.hear(SETTLE)
        session.process.send_signal(number)
        assert session.end() == code
        assert len(session.complaint.splitlines()) <= 1, session.complaint
    assert_resumable(tmp_path)


def assert_in_place(window: Window, *words: str) -> None:
    """The title in the first row and nowhere else, the controls in the last rows and nowhere else, the words once."""
    rows = window.rows()
    columns, height = window.shown.columns, window.shown.lines
    screen = " ".join(window.screen().split())
    assert len(rows) == height and all(len(row) <= columns for row in rows)
    for control in ("Stop", "Pause", "Back", "Help"):
        here = [number for number, row in enumerate(rows) if control in row.split()]
        assert len(here) == 1 and here[0] >= height - 3, f"{control} stands in rows {here}:\n{window.screen()}"
    assert [number for number, row in enumerate(rows) if "Even breath 4-6" in row] == [0], window.screen()
    for text in words:
        assert screen.count(text) == 1, window.screen()


def resized(window: Window, size: tuple[int, int]) -> None:
    """Another size, until the app has drawn itself in it."""
    window.resize(*size)
    window.run(0.8)


def test_a_start_in_a_small_window_shows_everything_that_is_needed(tmp_path: Path) -> None:
    with Window(BREATHING, tmp_path, SMALL) as window:
        for question in (PAIN, RELAX):
            screen = window.see(question.text, "Go on", "Stop", "Help")
            assert all(str(number) in screen for number in range(11))
            window.press("6\r")
        window.see(SETTLE, "Pause")
        assert_in_place(window, SETTLE)
        window.press("n")
        window.see("Breath 1")
        assert_in_place(window, "Breath 1")
        assert_no_trouble(window, tmp_path)


def test_a_resize_in_a_running_session_leaves_nothing_stale(tmp_path: Path) -> None:
    """80 x 24, 40 x 15 and back: in the quiet phase the very same picture again, and with the moving one every row in its place."""
    with Window(BREATHING, tmp_path, WIDE) as window:
        guided(window)
        window.press(" ")
        window.see("Paused")
        before = window.rows()
        for size in (SMALL, WIDE, SMALL, WIDE):
            resized(window, size)
            for control in ("Stop", "Go on", "Back", "Help"):
                assert control in "\n".join(window.rows()[-3:]), window.screen()
            assert window.screen().count("Even breath 4-6") == 1, window.screen()
        assert window.rows() == before
        window.press(" n")
        window.see("Breath 1")
        for size in (SMALL, WIDE):
            resized(window, size)
            assert_in_place(window)
            assert window.screen().count("Breath ") == 1, window.screen()
        for size in ((20, 6), (1, 1), WIDE):  # far too small, but no reason to fall
            resized(window, size)
        assert_in_place(window)
        assert_no_trouble(window, tmp_path)
        assert window.process.poll() is None


@pytest.mark.parametrize("sizes", [30, pytest.param(400, marks=pytest.mark.slow)])
def test_a_storm_of_sizes_leaves_one_whole_picture_and_no_work_behind(sizes: int, tmp_path: Path) -> None:
    """A border that is dragged about: so many sizes, without a pause between them."""
    chance = random.Random(8)
    with Window(BREATHING, tmp_path, WIDE) as window:
        guided(window)
        window.press("n")
        window.see("Breath 1")
        for _ in range(sizes):
            window.resize(chance.randint(1, 200), chance.randint(1, 60))
            window.read(0)
        resized(window, SMALL)
        window.press(" ")
        window.see("Paused")
        since = len(window.chunks)
        window.run(1)
        assert sum(len(data) for _, data in window.chunks[since:]) < 2000, "it has come to rest"
        resized(window, WIDE)
        assert_no_trouble(window, tmp_path)
        window.press(" ")
        window.until("the picture again", lambda screen: "Paused" not in screen)
        assert_in_place(window)
